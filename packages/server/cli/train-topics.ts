import { trainTopics } from '../judging/judging.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const trainTopicsCommand: CliCommand = {
  name: 'train-topics',
  stage: 'Learn',
  about: 'Learn topics from the items and say how well they are told; the Desk suggests them to editors.',
  example: 'lectern train-topics --data ./data',
  async run(call) {
    await withKernel(call, async (kernel) => {
      const trained = await trainTopics(kernel, call.signal)
      call.screen.result(trained)
      if (trained.kind === 'too-few') {
        call.screen.line(`Nothing was learnt. ${trained.detail}`)
        return
      }
      const { card, version } = trained.model
      const percent = (share: number) => `${Math.round(100 * share)} %`
      call.screen.table(
        ['topic', 'items', 'right when said', 'found'],
        card.topics.map(({ topic, items, precision, recall }) => [topic, items, percent(precision), percent(recall)]),
      )
      for (const { topic, items } of card.tooFew) call.screen.line(`Not learnt, too few: ${topic}, ${items} items.`)
      call.screen.line(
        `On items held back ${percent(card.accuracy)} are right; confidence is off by ${percent(card.calibrationError)} in the mean.`,
      )
      call.screen.line(trained.kind === 'unchanged' ? `${version} says the same already.` : `Published ${version}.`)
    })
  },
}
