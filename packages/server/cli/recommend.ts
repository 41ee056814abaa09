import { maxSlate, type Recommendation } from '@lectern/protocol/rest/recommendations.ts'
import { historySummary, readHistory, signalsOf } from '../events/events.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { openRecommender } from '../recommend/recommend.ts'
import type { CliCommand } from './command.ts'
import type { Screen } from './screen.ts'
import { withKernel } from './with-kernel.ts'

/** Largest part of a score that the reasons may leave unexplained. */
const tolerance = 1e-5

export const recommendCommand: CliCommand = {
  name: 'recommend',
  stage: 'Look',
  about: 'Show what a reader would get now, and with --explain which read items caused each score.',
  example: 'lectern recommend --reader sim-0001 -n 10 --explain',
  options: [
    { flags: '--reader <id>', about: 'for whom; without it the list for anybody' },
    { flags: '-n, --count <n>', about: 'how many items', fallback: '10' },
    { flags: '--surface <name>', about: 'where the list would appear', fallback: 'home' },
    { flags: '--explain', about: 'take each score apart into what caused it' },
  ],
  async run(call) {
    const { reader, explain } = call.options
    const n = Number(call.options.count)
    if (!(Number.isInteger(n) && n >= 1 && n <= maxSlate)) {
      throw new Failure('usage', `--count is "${call.options.count}": give a whole number from 1 to ${maxSlate}.`)
    }
    await withKernel(call, async (kernel) => {
      if (typeof reader === 'string') await refuseUnknown(kernel, reader)
      const recommender = await openRecommender(kernel)
      try {
        const audience =
          typeof reader === 'string' ? ({ kind: 'reader', reader } as const) : ({ kind: 'anonymous' } as const)
        const slate = await recommender.recommend({ surface: String(call.options.surface), n }, audience)
        const { screen } = call
        screen.line(`Slate ${slate.slate}, rung ${slate.rung}, model ${slate.model?.version ?? 'none'}`)
        screen.table(
          ['', 'item', 'title', 'score', 'why'],
          slate.items.map((one) => [
            one.slot + 1,
            one.item.id,
            one.item.title.slice(0, 60),
            one.score.toFixed(6),
            one.reason.text.slice(0, 60),
          ]),
        )
        if (explain === true) for (const one of slate.items) showReasons(screen, one)
        screen.result({ ...slate, unexplained: Math.max(0, ...slate.items.map(unexplained)) })
      } finally {
        await recommender.close()
      }
    })
  },
}

function showReasons(screen: Screen, one: Recommendation): void {
  const { because, base, others } = one.reason
  screen.line()
  screen.line(`${one.slot + 1}. ${one.item.title} (${one.item.id}), score ${one.score.toFixed(6)}`)
  screen.table(
    ['contribution', 'from'],
    [
      ...because.map((each) => [shown(each.contribution), `${each.item} ${each.title ?? ''}`.slice(0, 90)]),
      ...(others === 0 ? [] : [[shown(others), 'other things this reader did']]),
      [shown(base), 'popularity, freshness and the editors'],
    ],
  )
  const rest = unexplained(one)
  screen.line(`${rest <= tolerance ? 'ok ' : 'BAD'} the parts sum to the score within ${rest.toExponential(1)}`)
}

/** Six decimals; what would be 0.000000 keeps its size. */
const shown = (value: number): string =>
  value !== 0 && Math.abs(value) < 5e-6 ? value.toExponential(2) : value.toFixed(6)

function unexplained({ score, reason }: Recommendation): number {
  return Math.abs(score - reason.because.reduce((sum, each) => sum + each.contribution, reason.base + reason.others))
}

async function refuseUnknown(kernel: Kernel, reader: string): Promise<void> {
  if ((await signalsOf(kernel, reader, { limit: 1 })).length > 0) return
  const { readers } = await historySummary(kernel)
  let example: string | undefined
  for await (const batch of readHistory(kernel)) {
    example = batch.reader[0]
    break
  }
  throw new Failure('missing', `Nothing is known of reader "${reader}".`, {
    advice:
      example === undefined
        ? 'Nobody has read anything yet: import a history with `lectern import`.'
        : `The history has ${readers.toLocaleString('en')} readers, for example "${example}".`,
  })
}
