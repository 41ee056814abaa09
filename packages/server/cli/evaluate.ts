import type { Interval } from '@lectern/engine/evaluation/bootstrap.ts'
import type { Report } from '@lectern/engine/evaluation/report.ts'
import { Failure } from '../kernel/failure.ts'
import { evaluateData, personalModels } from '../training/training.ts'
import type { CliCommand } from './command.ts'
import type { Screen } from './screen.ts'
import { withKernel } from './with-kernel.ts'

/** What `--model` and `--models` take. */
export const modelNames = personalModels.map(({ kind }) => kind).join(', ')

export const evaluateCommand: CliCommand = {
  name: 'evaluate',
  stage: 'Learn',
  about: 'Measure what a model trained before a point in time would have recommended after it. Publishes nothing.',
  example: 'lectern evaluate --split 0.8 --models ease,rp3beta,ials',
  options: [
    { flags: '--models <names>', about: `with commas: ${modelNames} (default: training.model)` },
    { flags: '--split <when>', about: 'share of the history to train on, or a time such as 2026-01-31T12:00Z' },
  ],
  async run(call) {
    const split = parseSplit(call.options.split)
    await withKernel(call, async (kernel) => {
      const progress = call.screen.progress('Evaluating')
      const comparison = await evaluateData(kernel, {
        ...(split && { split }),
        ...(typeof call.options.models === 'string' && { models: call.options.models.split(',') }),
        signal: call.signal,
        onProgress: (share, stage) => progress.update(share, 1, stage),
      })
      progress.end()
      if (comparison === null) {
        throw new Failure(
          'data',
          'Nobody known before the split read anything new after it: there is nothing to measure.',
          {
            advice: 'Choose an earlier --split.',
          },
        )
      }
      showComparison(call.screen, comparison)
      call.screen.result(comparison)
    })
  },
}

const shown = ['ndcg@10', 'recall@10', 'mrr@10'] as const

/** A line per model with intervals, then the sentences. */
export function showComparison(screen: Screen, of: { report: Report; sentences: readonly string[] }): void {
  screen.table(
    ['', ...shown, 'coverage@10', `${shown[0]} over popularity`],
    of.report.models.map(({ name, metrics, coverage, difference }) => [
      name,
      ...shown.map((metric) => interval(metrics[metric])),
      (coverage['coverage@10'] ?? 0).toFixed(4),
      interval(difference[shown[0]]),
    ]),
  )
  screen.line()
  for (const sentence of of.sentences) screen.line(sentence)
}

const interval = (value: Interval | undefined): string =>
  value ? `${value.mean.toFixed(4)} (${value.low.toFixed(4)} to ${value.high.toFixed(4)})` : ''

function parseSplit(given: string | boolean | undefined): { fraction: number } | { at: number } | undefined {
  if (typeof given !== 'string') return undefined
  const fraction = Number(given)
  if (fraction > 0 && fraction < 1) return { fraction }
  const at = Date.parse(given)
  if (Number.isFinite(fraction) || Number.isNaN(at)) {
    throw new Failure(
      'usage',
      `--split is "${given}": give a share between 0 and 1 or a time such as 2026-01-31T12:00Z.`,
    )
  }
  return { at }
}
