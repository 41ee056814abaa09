import type { History } from '../data/history.ts'
import { type Interactions, readersPerItem } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { type SparseMatrix, type TruncatedSvd, truncatedSvd, truncatedSvdBytes } from '../kernels/kernels.ts'
import { mostCoRead } from './co-read.ts'
import { itemGraph, sharpened, sharpenedBlock } from './item-graph.ts'
import { addProjected, project } from './item-vectors.ts'
import type { Algorithm, Explanation, Model, TrainContext } from './model.ts'
import { addWeighted, elementOf, explainSum, type SparseRows } from './sparse-rows.ts'

interface GraphFilterConfig {
  /** Number of leading eigenvectors that are treated apart, at most the number of readers and of items. */
  readonly embeddingSize: number
  /** Weight of the ideal low-pass filter; 0 leaves it out. */
  readonly lowPass: number
  /** Time t of sharpening, 0..3; 0 is GF-CF. */
  readonly sharpening: number
  /** Each item keeps so many of the items it has most in common with. */
  readonly neighbours: number
}

/** What a trained filter holds, n items and d eigenvectors. */
interface GraphFilterParts {
  /** P without its diagonal, the largest of each row. */
  readonly near: SparseRows
  /** U, n x d. */
  readonly vectors: Float32Array
  /** Per eigenvector: what is added to P along it. */
  readonly response: Float32Array
  /** lowPass * s(P) D^1/2 U, n x d. */
  readonly lowPass: Float32Array
  /** D^-1/2, n. */
  readonly inverseRoots: Float32Array
}

const kind = 'graph-filter'

/**
 * A filter on the graph of items joined by their readers, linear in the history: score(j) = sum over the history of w_i W[i, j],
 *
 *   W = P + U (L s(L) - L) U' + lowPass * D^-1/2 U (s(P) D^1/2 U)',   P = D^-1/2 X' Du^-1 X D^-1/2 on binary data,
 *
 * D and Du the numbers of readers and of items, L and U the leading eigenvalues and eigenvectors of P, s the sharpening of
 * item-graph.ts. With t = 0, s = 1, this is GF-CF (Shen et al., "How Powerful is Graph Convolution for Recommendation?", CIKM
 * 2021). With t > 0 it is BSPM with early merge (Choi et al., "Blurring-Sharpening Process Models for Collaborative Filtering",
 * SIGIR 2023), but for P's part outside the leading eigenvectors, which is not sharpened: there is little to sharpen, it
 * measures as well (docs/lab-log.md), and so W is sparse plus low rank and nothing of readers is kept.
 *
 * Time to train: a truncated SVD, four passes over the pairs times d, sum over readers of (items)^2 additions. To score: 2 n d
 * multiplications, some 25 ms for 41,000 items. Memory to serve: 8 n (k + d) bytes. Use it where a catalogue is too large for EASE.
 */
export class GraphFilter implements Model {
  readonly kind = kind
  readonly items: Vocabulary
  readonly parts: GraphFilterParts
  readonly config: GraphFilterConfig

  constructor(items: Vocabulary, parts: GraphFilterParts, config: GraphFilterConfig) {
    this.items = items
    this.parts = parts
    this.config = config
  }

  score(history: History): Float32Array {
    const rows = this.items.size
    const scores = new Float64Array(rows)
    addWeighted(scores, this.parts.near, history)
    const { along, low } = this.spectrum(history)
    addProjected(scores, { vectors: this.parts.vectors, rows }, along)
    addProjected(scores, { vectors: this.parts.lowPass, rows }, low)
    return new Float32Array(scores)
  }

  /** The history in the eigenvectors: what multiplies the rows of `vectors` and of `lowPass`. */
  spectrum(history: History): { readonly along: Float64Array; readonly low: Float64Array } {
    const { vectors, response, inverseRoots } = this.parts
    const table = { vectors, rows: this.items.size }
    const along = project(table, history).map((value, d) => value * response[d]!)
    if (this.parts.lowPass.length === 0) return { along, low: new Float64Array(0) }
    const weights = history.weights.map((weight, k) => weight * (inverseRoots[history.items[k]!] ?? 0))
    return { along, low: project(table, { ...history, weights }) }
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const { near, vectors, response, lowPass, inverseRoots } = this.parts
    const size = response.length
    const [target, low] = [vectors, lowPass].map((table) => table.subarray(row * size, row * size + size))
    const share = (item: number) => {
      let sum = elementOf(near, item, row)
      for (let d = 0; d < size; d++)
        sum += vectors[item * size + d]! * (response[d]! * target![d]! + inverseRoots[item]! * (low![d] ?? 0))
      return sum
    }
    return explainSum(history, { items: this.items.size, share })
  }

  save(): Uint8Array {
    const { near, vectors, response, lowPass, inverseRoots } = this.parts
    const { indptr, columns, values } = near
    return writeModelFile({
      kind: `${kind}/1`,
      meta: { items: this.items, config: this.config },
      arrays: { indptr, columns, values, vectors, response, lowPass, inverseRoots },
    })
  }
}

export const graphFilter: Algorithm<GraphFilterConfig, GraphFilter> = {
  kind,
  defaults: { embeddingSize: 256, lowPass: 0.3, sharpening: 2.5, neighbours: 1000 },

  async train(interactions: Interactions, config: GraphFilterConfig, context: TrainContext): Promise<GraphFilter> {
    check(config)
    const graph = itemGraph(interactions)
    const own = graph.values
    const similarity = ({ dot }: { dot: number }) => dot
    const near = await mostCoRead(interactions, { own, listed: own, similarity, keep: config.neighbours }, context)
    const { signal, onProgress, rng } = context
    const rank = Math.min(config.embeddingSize, graph.rows, graph.columns)
    if (rank === 0) return new GraphFilter(interactions.itemIds, { near, ...noSpectrum() }, config)
    const svd = await context.withPool(truncatedSvdBytes(graph, rank), (pool) =>
      truncatedSvd(pool, graph, {
        rank,
        rng: rng.derive(kind),
        tolerance: 1e-3, // the last vectors blend into those left out, whatever the effort
        onRound: (done) => onProgress?.({ stage: 'eigenvectors', done, total: 40 }),
        ...(signal && { signal }),
      }),
    )
    return new GraphFilter(
      interactions.itemIds,
      { near, ...leadingParts({ svd, graph, interactions }, config) },
      config,
    )
  },

  load(bytes: Uint8Array): GraphFilter {
    const file = readModelFile(bytes, `${kind}/1`)
    const meta = file.meta as { items: string[]; config: GraphFilterConfig }
    const items = new Vocabulary(meta.items)
    const response = arrayOf(file, 'response', Float32Array)
    const indptr = arrayOf(file, 'indptr', Int32Array, items.size + 1)
    const columns = arrayOf(file, 'columns', Int32Array, indptr[items.size])
    const values = arrayOf(file, 'values', Float32Array, columns.length)
    const size = items.size * response.length
    const parts = {
      near: { indptr, columns, values },
      vectors: arrayOf(file, 'vectors', Float32Array, size),
      response,
      lowPass: arrayOf(file, 'lowPass', Float32Array, meta.config.lowPass > 0 ? size : 0),
      inverseRoots: arrayOf(file, 'inverseRoots', Float32Array, items.size),
    }
    return new GraphFilter(items, parts, meta.config)
  },
}

function check(config: GraphFilterConfig): void {
  for (const name of ['embeddingSize', 'neighbours'] as const)
    if (!(Number.isInteger(config[name]) && config[name] >= 1))
      throw new RangeError(`graph-filter: ${name} is ${config[name]}; it must be a whole number, 1 or more`)
  if (!(config.lowPass >= 0 && config.lowPass < 1000))
    throw new RangeError(`graph-filter: lowPass is ${config.lowPass}; it must be in 0..1000`)
  if (!(config.sharpening >= 0 && config.sharpening <= 3))
    throw new RangeError(`graph-filter: sharpening is ${config.sharpening}; it must be in 0..3`)
}

type Spectrum = Omit<GraphFilterParts, 'near'>

function noSpectrum(): Spectrum {
  const none = new Float32Array(0)
  return { vectors: none, response: none, lowPass: none, inverseRoots: none }
}

interface Trained {
  readonly svd: TruncatedSvd
  readonly graph: SparseMatrix
  readonly interactions: Interactions
}

function leadingParts({ svd, graph, interactions }: Trained, { lowPass, sharpening }: GraphFilterConfig): Spectrum {
  const { values: vectors, rows, columns } = svd.right
  const readers = readersPerItem(interactions)
  const response = Float32Array.from(svd.values, (s) => s * s * (sharpened(s * s, sharpening) - 1))
  const inverseRoots = Float32Array.from(readers, (count) => (count > 0 ? 1 / Math.sqrt(count) : 0))
  if (lowPass === 0) return { vectors, response, lowPass: new Float32Array(0), inverseRoots }
  const spread = { rows, columns, values: vectors.map((u, k) => u * Math.sqrt(readers[Math.floor(k / columns)]!)) }
  const low = sharpenedBlock(graph, spread, sharpening).values
  for (let k = 0; k < low.length; k++) low[k]! *= lowPass
  return { vectors, response, lowPass: low, inverseRoots }
}
