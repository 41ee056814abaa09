import { z } from 'zod'
import { Failure } from '../kernel/failure.ts'
import { readDocument } from '../priorities/priorities.ts'
import { type Instead, type ReplayDifference, replaySlate } from '../recommend/replay.ts'
import type { Call, CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const replayCommand: CliCommand = {
  name: 'replay',
  stage: 'Look',
  about: 'Make a served slate again from its record and compare it with what was shown, or with what else would be.',
  example: 'lectern replay 0b5c7d4e-1f7a-4c6e-9d39-0a6a0d8a7c11 --priorities priorities.json',
  arguments: [{ name: '<slate>', about: 'id of the slate, as each answer carries it' }],
  options: [
    { flags: '--priorities <file>', about: 'what the list would be under these priorities' },
    { flags: '--model <version>', about: 'what the list would be with this version of a model' },
  ],
  async run(call) {
    const id = call.arguments[0] ?? ''
    if (!z.uuid().safeParse(id).success) throw new Failure('usage', `"${id}" is not the id of a slate: it is a UUID.`)
    const instead = await insteadOf(call)
    const isAsked = Object.keys(instead).length > 0
    await withKernel(call, async (kernel) => {
      const replay = await replaySlate(kernel, id, instead)
      const { screen } = call
      if (replay.kind === 'not-found') throw new Failure('missing', `No slate ${id} was logged.`)
      if (replay.kind === 'not-kept') throw new Failure('data', `Slate ${id} cannot be replayed. ${replay.detail}`)
      if (replay.kind === 'identical') {
        screen.line(`Identical: ${replay.items} items in the same slots with the same scores.`)
        screen.result({ slate: id, identical: true, items: replay.items })
        return
      }
      tell(call, id, replay.differences)
      if (!isAsked) throw new Failure('data', `Slate ${id} is not reproduced.`)
    })
  },
}

async function insteadOf({ options }: Call): Promise<Instead> {
  const { priorities, model } = options
  return {
    ...(typeof priorities === 'string' && { document: await readDocument(priorities) }),
    ...(typeof model === 'string' && { model }),
  }
}

/** Slot by slot, and for each item where it stood before. */
function tell({ screen }: Call, id: string, differences: readonly ReplayDifference[]): void {
  const slotOf = new Map(differences.flatMap(({ slot, logged }) => (logged ? [[logged.item, slot]] : [])))
  const moved = differences.filter(({ logged, replayed }) => logged?.item !== replayed?.item)
  screen.line(`${moved.length} slots hold another item, ${differences.length - moved.length} only another score:`)
  screen.table(
    ['slot', 'logged', 'score', 'replayed', 'score', 'was in slot'],
    differences.map(({ slot, logged, replayed }) => [
      slot,
      logged?.item ?? '',
      logged?.score ?? '',
      replayed?.item ?? '',
      replayed?.score ?? '',
      replayed === null ? '' : (slotOf.get(replayed.item) ?? '–'),
    ]),
  )
  screen.result({ slate: id, identical: false, differences })
}
