// The interest ranker: linear Thompson sampling over story, topic, interests and time zone (engine/bandits). Learnt from
// shows to readers whose interests are known; a show weighs as likely as it was looked at.
import { type LinearPosterior, LinearThompson } from '@lectern/engine/bandits/linear-thompson.ts'
import { z } from 'zod'
import { dimensionOf, featuresOf, type Shown } from './interest-features.ts'

/** Stories told apart: the most shown; 601 features then, whose posterior takes 40 ms at once. */
const mostItems = 32
/** Fewer readers would be somebody's taste, fewer shows nothing at all. */
const leastReaders = 20
const leastShows = 500
const leastItemShows = 20
/** Shows that the prior of a weight, about 0 with two percent of click rate, is worth. */
const reg = 50

export interface Example extends Shown {
  readonly reader: string
  readonly item: string
  /** How likely it was looked at, above 0. */
  readonly shows: number
  readonly clicked: boolean
}

export interface InterestModel {
  readonly items: readonly string[]
  readonly posterior: LinearPosterior
  /** Standard deviation of a click, which scales the noise of a draw. */
  readonly exploration: number
}

/** Examples learnt at once, some milliseconds. */
const pieceSize = 2000

/** null when there is too little to learn from. `pause` is called after each piece, for what goes on beside. */
export async function trainInterests(
  examples: readonly Example[],
  pause: () => Promise<void> = async () => undefined,
): Promise<InterestModel | null> {
  const shows = new Map<string, number>()
  for (const one of examples) shows.set(one.item, (shows.get(one.item) ?? 0) + one.shows)
  const items = [...shows]
    .filter(([, times]) => times >= leastItemShows)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
    .slice(0, mostItems)
    .map(([item]) => item)
  const places = new Map(items.map((item, place) => [item, place]))
  const used = examples.filter(({ item }) => places.has(item))
  const total = used.reduce((sum, one) => sum + one.shows, 0)
  const clicks = used.filter(({ clicked }) => clicked).length
  const readers = new Set(used.map(({ reader }) => reader)).size
  if (readers < leastReaders || total < leastShows || clicks === 0) return null
  const learner = new LinearThompson({ dimension: dimensionOf(items.length), reg })
  for (const [n, one] of used.entries()) {
    if (n % pieceSize === pieceSize - 1) await pause()
    // Weighted least squares: a show adds its weight, a click one, as where shows and clicks are counted.
    const root = Math.sqrt(one.shows)
    const { columns, values } = featuresOf(places.get(one.item)!, one)
    const features = { columns, values: values.map((value) => value * root) }
    learner.observe({ features, reward: one.clicked ? 1 / root : 0, at: 0 })
  }
  const rate = Math.min(1, clicks / total)
  await pause()
  return { items, posterior: learner.posterior(0), exploration: Math.sqrt(rate * (1 - rate)) }
}

const document = z.object({
  items: z.array(z.string()),
  exploration: z.number().min(0),
  mean: z.string(),
  factor: z.string(),
})

/** Numbers as packed 32-bit floats. */
export const encodeInterests = ({ items, posterior, exploration }: InterestModel): z.infer<typeof document> => ({
  items: [...items],
  exploration,
  mean: pack(posterior.mean),
  factor: pack(posterior.factor),
})

/** @throws when it is not of this shape: then the model before it serves on. */
export function decodeInterests(found: unknown): InterestModel {
  const { items, exploration, mean, factor } = document.parse(found)
  const dimension = dimensionOf(items.length)
  const posterior = { mean: unpack(mean), factor: unpack(factor) }
  if (posterior.mean.length !== dimension || posterior.factor.length !== (dimension * (dimension + 1)) / 2)
    throw new RangeError(
      `the interest model has ${posterior.mean.length} weights; ${items.length} stories need ${dimension}`,
    )
  if (![posterior.mean, posterior.factor].every((column) => column.every(Number.isFinite)))
    throw new RangeError('the interest model has weights that are no numbers')
  return { items, posterior, exploration }
}

const pack = (values: Float64Array): string => Buffer.from(Float32Array.from(values).buffer).toString('base64')
function unpack(text: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return Float64Array.from(new Float32Array(bytes.buffer, 0, bytes.length >> 2))
}
