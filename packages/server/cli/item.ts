import { userInfo } from 'node:os'
import { restoreItem, takeDownItem } from '../items/items.ts'
import { Failure } from '../kernel/failure.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const itemCommand: CliCommand = {
  name: 'item',
  stage: 'Mend',
  about: 'Take an item down or restore it. Running servers follow within a second.',
  example: 'lectern item takedown some-id --reason "retracted by its author"',
  arguments: [
    { name: '<action>', about: 'takedown or restore' },
    { name: '<id>', about: 'id of the item' },
  ],
  options: [{ flags: '--reason <text>', about: 'why it is taken down; needed for takedown' }],
  async run(call) {
    const [action = '', id = ''] = call.arguments
    if (action !== 'takedown' && action !== 'restore')
      throw new Failure('usage', `"${action}" is no action.`, { advice: 'Known: takedown, restore.' })
    const { reason } = call.options
    if (action === 'takedown' && (typeof reason !== 'string' || reason.trim() === ''))
      throw new Failure('usage', 'A takedown has a reason.', { advice: 'Say it with --reason.' })
    await withKernel(call, async (kernel) => {
      const done =
        action === 'takedown'
          ? await takeDownItem(kernel, id, { reason: String(reason), by: `command line: ${userInfo().username}` })
          : await restoreItem(kernel, id)
      if (done.kind === 'not-found')
        throw new Failure('missing', `No item has the id "${id}".`, { advice: 'Ids are in lists and exports.' })
      call.screen.line(action === 'takedown' ? `${id} is taken down.` : `${id} may be shown again.`)
      call.screen.result({ item: id, takenDown: action === 'takedown' })
    })
  },
}
