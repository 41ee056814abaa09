import type { Interval } from '@lectern/engine/evaluation/bootstrap.ts'
import type { Report } from '@lectern/engine/evaluation/report.ts'
import { Failure } from '../kernel/failure.ts'
import { evaluateData } from '../training/training.ts'
import type { CliCommand } from './command.ts'
import type { Screen } from './screen.ts'
import { withKernel } from './with-kernel.ts'

export const evaluateCommand: CliCommand = {
  name: 'evaluate',
  stage: 'Learn',
  about: 'Measure what a model trained before a point in time would have recommended after it. Publishes nothing.',
  example: 'lectern evaluate --split 0.8',
  options: [
    { flags: '--split <when>', about: 'share of the history to train on, or a time such as 2026-01-31T12:00Z' },
  ],
  async run(call) {
    const split = parseSplit(call.options.split)
    await withKernel(call, async (kernel) => {
      const progress = call.screen.progress('Evaluating')
      const comparison = await evaluateData(kernel, {
        ...(split && { split }),
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

/** A table with intervals, then the sentences. */
export function showComparison(screen: Screen, of: { report: Report; sentences: readonly string[] }): void {
  const { models } = of.report
  const metrics = Object.keys(models[0]?.metrics ?? {})
  const rows = metrics.map((metric) => [
    metric,
    ...models.map((model) => interval(model.metrics[metric])),
    ...models.slice(0, 1).map((model) => interval(model.difference[metric])),
  ])
  const coverage = Object.keys(models[0]?.coverage ?? {}).map((name) => [
    name,
    ...models.map((model) => (model.coverage[name] ?? 0).toFixed(4)),
    '',
  ])
  screen.table(['', ...models.map((model) => model.name), 'difference'], [...rows, ...coverage])
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
