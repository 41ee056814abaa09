import { type ModelArray, type ModelFile, readModelFile, writeModelFile } from './model-file.ts'
import { toInt8Rows } from './row-matrix.ts'

/** What a pack tells of the training it comes from; plain JSON. */
export interface PackFacts {
  /** Interactions from..to, Unix milliseconds. */
  readonly from?: number
  readonly to?: number
  readonly readers?: number
  readonly interactions?: number
  /** Of the evaluation before it, such as { 'ndcg@10': 0.31 }. */
  readonly metrics?: Readonly<Record<string, number>>
}

interface PackOptions {
  /**
   * `int8` keeps every f32 table with one row per item in 8 bits and a scale per row: a quarter of the bytes; NDCG moves by
   * less than half a per cent (bench/results/pack.md). Other arrays stay as they are. Default `float32`.
   */
  readonly precision?: 'float32' | 'int8'
  readonly facts?: PackFacts
}

/**
 * A model ready to be shipped: its file with what it was trained on and, when asked, in 8 bits. The algorithm's `load` reads
 * it like any other. Throws on bytes that are no sound model file.
 *
 * @example
 * const pack = packModel(model.save(), { precision: 'int8', facts: { readers: 5000, metrics: { 'ndcg@10': 0.31 } } })
 */
export function packModel(saved: Uint8Array, options: PackOptions = {}): Uint8Array {
  const { precision = 'float32', facts } = options
  const file = readModelFile(saved)
  return writeModelFile({
    ...file,
    ...(facts && { facts }),
    arrays: precision === 'int8' ? inInt8(file) : file.arrays,
  })
}

interface PackDescription {
  readonly kind: string
  readonly items: number
  readonly bytes: number
  readonly precision: 'float32' | 'int8'
  readonly config: unknown
  readonly facts: PackFacts
}

/** What a pack says of itself. Throws like `readModelFile`. */
export function describePack(bytes: Uint8Array): PackDescription {
  const { kind, meta, facts, arrays } = readModelFile(bytes)
  const { items, ...config } = Object(meta) as { items?: readonly string[] }
  return {
    kind,
    items: items?.length ?? 0,
    bytes: bytes.length,
    precision: Object.values(arrays).some((array) => 'scales' in array) ? 'int8' : 'float32',
    config: 'config' in config ? config.config : config,
    facts: Object(facts) as PackFacts,
  }
}

function inInt8({ meta, arrays }: ModelFile): ModelFile['arrays'] {
  const items = (Object(meta) as { items?: readonly string[] }).items?.length ?? 0
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]): [string, ModelArray] => {
      const columns = array instanceof Float32Array && items > 0 ? array.length / items : 0
      return [name, columns > 1 && Number.isInteger(columns) ? toInt8Rows(array as Float32Array, columns) : array]
    }),
  )
}
