import { z } from 'zod'
import { Failure } from '../kernel/failure.ts'
import { replaySlate } from '../recommend/replay.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const replayCommand: CliCommand = {
  name: 'replay',
  stage: 'Look',
  about: 'Make a served slate again from its record and compare it with what was shown.',
  example: 'lectern replay 0b5c7d4e-1f7a-4c6e-9d39-0a6a0d8a7c11',
  arguments: [{ name: '<slate>', about: 'id of the slate, as each answer carries it' }],
  async run(call) {
    const id = call.arguments[0] ?? ''
    if (!z.uuid().safeParse(id).success) throw new Failure('usage', `"${id}" is not the id of a slate: it is a UUID.`)
    await withKernel(call, async (kernel) => {
      const replay = await replaySlate(kernel, id)
      const { screen } = call
      if (replay.kind === 'not-found') throw new Failure('missing', `No slate ${id} was logged.`)
      if (replay.kind === 'not-kept') throw new Failure('data', `Slate ${id} cannot be replayed. ${replay.detail}`)
      if (replay.kind === 'identical') {
        screen.line(`Identical: ${replay.items} items in the same slots with the same scores.`)
        screen.result({ slate: id, identical: true, items: replay.items })
        return
      }
      screen.line(`Different in ${replay.differences.length} slots:`)
      screen.table(
        ['slot', 'logged', 'score', 'replayed', 'score'],
        replay.differences.map(({ slot, logged, replayed }) => [
          slot,
          logged?.item ?? '',
          logged?.score ?? '',
          replayed?.item ?? '',
          replayed?.score ?? '',
        ]),
      )
      screen.result({ slate: id, identical: false, differences: replay.differences })
      throw new Failure('data', `Slate ${id} is not reproduced.`)
    })
  },
}
