import { type TrainingPlan, train } from '../training/training.ts'
import type { CliCommand } from './command.ts'
import { modelNames, showComparison } from './evaluate.ts'
import { withKernel } from './with-kernel.ts'

export const trainCommand: CliCommand = {
  name: 'train',
  stage: 'Learn',
  about: 'Learn from the whole history, measure the model on a split in time, and publish it.',
  example: 'lectern train --data ./data --model rp3beta',
  options: [{ flags: '--model <name>', about: `${modelNames} (default: training.model)` }],
  async run(call) {
    await withKernel(call, async (kernel) => {
      const progress = call.screen.progress('Training')
      const started = performance.now()
      const published = await train(kernel, {
        ...(typeof call.options.model === 'string' && { models: [call.options.model] }),
        signal: call.signal,
        onPlan: (plan) => call.screen.line(planned(plan)),
        onProgress: (share, stage) => progress.update(share, 1, stage),
      })
      progress.end()
      const { card, version } = published
      if (card.evaluation) showComparison(call.screen, card.evaluation)
      else call.screen.line('Too little data to hold anything back: published without a measurement.')
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      call.screen.line(
        `Published ${version}: ${card.items.toLocaleString('en')} items, ${(card.bytes / 1e6).toFixed(1)} MB, in ${seconds} s.`,
      )
      const { model, schedule } = kernel.config.training
      if (published.model !== model)
        call.screen.line(
          `The schedule (${schedule}) learns ${model} again; to stay with ${published.model}, set training.model (LECTERN_TRAINING_MODEL).`,
        )
      call.screen.result(published)
    })
  },
}

const planned = (plan: TrainingPlan): string =>
  `${plan.interactions.toLocaleString('en')} interactions of ${plan.readers.toLocaleString('en')} readers, ${plan.items.toLocaleString('en')} items: at most ${Math.ceil(plan.bytes / 1e6)} MB.`
