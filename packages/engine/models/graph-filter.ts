import { stopIfCancelled } from '../data/cancel.ts'
import { type Interactions, readersPerItem } from '../data/interactions.ts'
import { type SparseMatrix, type TruncatedSvd, truncatedSvd, truncatedSvdBytes } from '../kernels/kernels.ts'
import { CoReadSums } from './co-read.ts'
import { KeptLists } from './kept-lists.ts'
import { type LowRank, lowRankRowsBytes, withLowRankRows } from './low-rank-rows.ts'
import type { Algorithm, TrainContext } from './model.ts'
import { loadSparseItemItem, SparseItemItem } from './sparse-item-item.ts'
import type { SparseRows } from './sparse-rows.ts'

export interface GraphFilterConfig {
  /** Number of leading eigenvectors that are treated apart, at most the number of readers and of items. */
  readonly embeddingSize: number
  /** Weight of the ideal low-pass filter (0.3 in the papers); 0 leaves it out. */
  readonly lowPass: number
  /** What the leading eigenvalues of P, all in 0..1, are cut down to; 1 leaves them as they are. */
  readonly ceiling: number
  /** Each item keeps so many of the items it speaks for most. */
  readonly neighbours: number
}

export type GraphFilter = SparseItemItem<GraphFilterConfig>

const kind = 'graph-filter'

/**
 * A filter on the graph of items joined by their readers, linear in the history: score(j) = sum over the history of w_i W[i, j],
 *
 *   W = P + U (min(L, ceiling) - L) U' + lowPass * D^-1/2 U U' D^1/2,   P = D^-1/2 X' Du^-1 X D^-1/2 on binary data,
 *
 * D and Du the numbers of readers and of items, L and U the leading eigenvalues and eigenvectors of P. With ceiling 1 this is
 * GF-CF (Shen et al., "How Powerful is Graph Convolution for Recommendation?", CIKM 2021). A lower ceiling sharpens: what all
 * readers of a region share speaks no louder than what sets them apart. BSPM (Choi et al., "Blurring-Sharpening Process Models
 * for Collaborative Filtering", SIGIR 2023) has the idea as a differential equation on the whole spectrum; the cut acts on
 * the leading eigenvectors alone, so that W is sparse plus low rank (compared in docs/lab-log.md). Of each row the k largest
 * stay, W[i, i] = 0; so reasons are exact, and nothing of readers is kept.
 *
 * Time: a truncated SVD, sum over readers of (items)^2 additions and 2 n^2 d flops (4 with lowPass). Memory: 8 bytes x items x
 * k to serve. Use it where a catalogue is too large for EASE; the best single model on gowalla.
 */
export const graphFilter: Algorithm<GraphFilterConfig, GraphFilter> = {
  kind,
  defaults: { embeddingSize: 256, lowPass: 0.24, ceiling: 0.17, neighbours: 500 },

  async train(interactions: Interactions, config: GraphFilterConfig, context: TrainContext): Promise<GraphFilter> {
    check(config)
    const graph = normalised(interactions)
    const rank = Math.min(config.embeddingSize, graph.rows, graph.columns)
    if (rank === 0) {
      const nothing = { indptr: new Int32Array(1), columns: new Int32Array(0), values: new Float32Array(0) }
      return new SparseItemItem(kind, interactions.itemIds, { weights: nothing, config })
    }
    const { signal, onProgress } = context
    const svd = await context.withPool(truncatedSvdBytes(graph, rank), (pool) =>
      truncatedSvd(pool, graph, {
        rank,
        rng: context.rng.derive(kind),
        onRound: (done) => onProgress?.({ stage: 'eigenvectors', done, total: 40 }),
        ...(signal && { signal }),
      }),
    )
    const weights = await filterRows({ interactions, graph, config }, correction(svd, interactions, config), context)
    return new SparseItemItem(kind, interactions.itemIds, { weights, config })
  },

  load: (bytes) => loadSparseItemItem(kind, bytes),
}

function check(config: GraphFilterConfig): void {
  for (const name of ['embeddingSize', 'neighbours'] as const)
    if (!(Number.isInteger(config[name]) && config[name] >= 1))
      throw new RangeError(`graph-filter: ${name} is ${config[name]}; it must be a whole number, 1 or more`)
  if (!(config.lowPass >= 0 && config.lowPass < 1000))
    throw new RangeError(`graph-filter: lowPass is ${config.lowPass}; it must be in 0..1000`)
  if (!(config.ceiling >= 0 && config.ceiling <= 1))
    throw new RangeError(`graph-filter: ceiling is ${config.ceiling}; it must be in 0..1`)
}

/** Du^-1/2 X D^-1/2, X binary. */
function normalised(interactions: Interactions): SparseMatrix {
  const { indptr, items, itemIds, readerIds } = interactions
  const readers = readersPerItem(interactions)
  const values = new Float32Array(items.length)
  for (let r = 0; r + 1 < indptr.length; r++) {
    const count = indptr[r + 1]! - indptr[r]!
    for (let k = indptr[r]!; k < indptr[r + 1]!; k++) values[k] = 1 / Math.sqrt(count * readers[items[k]!]!)
  }
  return { rows: readerIds.size, columns: itemIds.size, indptr, indices: items, values }
}

/** What is added to P, as a product of two factors. */
function correction(
  { right, values }: TruncatedSvd,
  interactions: Interactions,
  { lowPass, ceiling }: GraphFilterConfig,
): LowRank {
  const { rows: n, columns: rank } = right
  const readers = readersPerItem(interactions)
  const width = lowPass > 0 ? 2 * rank : rank
  const left = new Float32Array(n * width)
  const scaled = new Float32Array(n * width)
  const cut = Float64Array.from(values, (s) => Math.min(s * s, ceiling) - s * s)
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(readers[i]!)
    for (let d = 0; d < rank; d++) {
      const u = right.values[i * rank + d]!
      left[i * width + d] = u
      scaled[i * width + d] = u * cut[d]!
      if (width === rank || root === 0) continue
      left[i * width + rank + d] = u / root
      scaled[i * width + rank + d] = lowPass * u * root
    }
  }
  return { left, right: scaled, rows: n, width }
}

/** The rows of W, cut to their largest entries, block by block. */
async function filterRows(
  { interactions, graph, config }: { interactions: Interactions; graph: SparseMatrix; config: GraphFilterConfig },
  lowRank: LowRank,
  context: TrainContext,
): Promise<SparseRows> {
  const n = graph.columns
  const sums = new CoReadSums(interactions, { own: graph.values, listed: graph.values })
  const lists = new KeptLists(n, config.neighbours)
  await context.withPool(lowRankRowsBytes(lowRank), (pool) =>
    withLowRankRows(pool, lowRank, async ({ from, values, rows }) => {
      stopIfCancelled(context.signal)
      await context.onProgress?.({ stage: 'filter', done: from, total: n })
      for (let r = 0; r < rows; r++) {
        const row = values.subarray(r * n, r * n + n)
        const others = sums.add(from + r)
        for (const other of others) row[other]! += sums.dots[other]!
        sums.clear(others)
        row[from + r] = Number.NEGATIVE_INFINITY
        lists.add(row)
      }
    }),
  )
  return lists.rows()
}
