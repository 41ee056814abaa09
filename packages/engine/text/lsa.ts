import type { ContentVectors } from '../data/content-vectors.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { type KernelPool, type Matrix, serialPool } from '../kernels/kernels.ts'
import { multiplySparse, type SparseMatrix, transposeSparse } from '../kernels/sparse-matrix.ts'
import { truncatedSvd, truncatedSvdBytes } from '../kernels/truncated-svd.ts'
import type { Random } from '../random/random.ts'
import { countKnown, countTerms, type TermLimits, type TermMatrix } from './term-counts.ts'
import { tokenise } from './tokenise.ts'
import { inverseFrequency, tfIdf } from './weighting.ts'

/** Directions this close are as good as exact ones for likeness, and cost a third. */
const tolerance = 1e-3

export interface LsaConfig extends TermLimits {
  /** Length of a vector; fewer when there are fewer documents or terms. Default 128. */
  readonly embeddingSize?: number
}

interface LsaContext {
  readonly rng: Random
  /** Default: the calling thread. */
  withPool?<T>(bytes: number, use: (pool: KernelPool) => Promise<T>): Promise<T>
}

/** A trained encoder of texts: words beyond its terms mean nothing to it. */
export interface Lsa {
  readonly embeddingSize: number
  readonly terms: Vocabulary
  /** The vectors of texts, one after the other, each of `embeddingSize` values; zeros for a text without known words. */
  encode(texts: readonly string[]): Float32Array
}

/**
 * Latent semantic analysis: TF-IDF rows projected on the largest singular directions of the training texts, so that texts
 * with related words come close, not only those with the same words. In the projection words that occur together are one.
 * Deerwester, Dumais et al., "Indexing by Latent Semantic Analysis", JASIS 1990. Use it where no sentence encoder is at hand.
 * Time: a few dozen products of the sparse matrix with embeddingSize vectors; memory 8 bytes per count and 16 per term and dimension.
 */
export async function trainLsa(texts: readonly string[], config: LsaConfig, context: LsaContext): Promise<Lsa> {
  const { embeddingSize: wanted = 128, ...limits } = config
  if (!(Number.isInteger(wanted) && wanted >= 1))
    throw new RangeError(`lsa: embeddingSize is ${wanted}; it must be a whole number, 1 or more`)
  const counts = countTerms(texts.map(tokenise), limits)
  const { terms } = counts
  if (terms.size === 0)
    throw new RangeError(`lsa: ${texts.length} texts share no word; give more texts or lower minDocuments`)
  const idf = inverseFrequency(counts)
  const matrix = sparse(tfIdf(counts, idf))
  const embeddingSize = Math.min(wanted, matrix.rows, matrix.columns)
  const right = await rightVectors(matrix, embeddingSize, context)
  const encode = (more: readonly string[]) => {
    const weighted = sparse(tfIdf(countKnown(more.map(tokenise), terms), idf))
    const values = new Float32Array(more.length * embeddingSize)
    multiplySparse(weighted, right, { into: { values, rows: more.length, columns: embeddingSize } })
    return values
  }
  return { embeddingSize, terms, encode }
}

/**
 * Vectors of items from their texts by id, in one call; items in the order of their ids.
 *
 * @example
 * const vectors = await lsaVectors(new Map([['a', 'Bread and butter'], ['b', 'Butter and bread']]), {}, { rng: derive(1) })
 */
export async function lsaVectors(
  texts: ReadonlyMap<string, string>,
  config: LsaConfig,
  context: LsaContext,
): Promise<ContentVectors> {
  const items = new Vocabulary([...texts.keys()].sort())
  const inOrder = items.ids.map((id) => texts.get(id)!)
  const lsa = await trainLsa(inOrder, config, context)
  return { items, embeddingSize: lsa.embeddingSize, values: lsa.encode(inOrder) }
}

/** The directions of the terms, terms x rank. The shorter side is iterated on: there are most often fewer texts than terms. */
async function rightVectors(matrix: SparseMatrix, rank: number, { rng, withPool }: LsaContext): Promise<Matrix> {
  const lend = withPool ?? (async (bytes, use) => use(serialPool(bytes)))
  const narrow = matrix.rows < matrix.columns ? transposeSparse(matrix) : matrix
  const bytes = truncatedSvdBytes(narrow, rank)
  const { right, values } = await lend(bytes, (pool) => truncatedSvd(pool, narrow, { rank, rng, tolerance }))
  if (narrow === matrix) return right
  const terms = { values: new Float32Array(matrix.columns * rank), rows: matrix.columns, columns: rank }
  multiplySparse(narrow, right, { into: terms })
  for (let k = 0; k < terms.values.length; k++)
    terms.values[k] = values[k % rank]! > 0 ? terms.values[k]! / values[k % rank]! : 0
  return terms
}

const sparse = ({ terms, indptr, columns, values }: TermMatrix) => ({
  rows: indptr.length - 1,
  columns: terms.size,
  indptr,
  indices: columns,
  values,
})
