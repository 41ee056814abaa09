import { checkCount, type Matrix } from './matrix.ts'
import type { WasmMemory } from './wasm.ts'

/**
 * A bump allocator over part of a memory: allocate upwards, free all since a mark at once. The memory never grows, so
 * views stay valid. Fresh views are not cleared. Throws RangeError, with the bytes wanted and left, when it is full.
 */
export interface Arena {
  /** `length` floats, 64-byte aligned. */
  floats(length: number): Float32Array
  /** `length` 32-bit integers, 64-byte aligned. */
  integers(length: number): Int32Array
  /** rows x columns floats. */
  matrix(rows: number, columns: number): Matrix
  /** Runs `use` and frees all that it allocated; `use` must be done with it when it returns. */
  scoped<T>(use: () => T): T
  /** Where the next allocation begins; give it back to `release`. */
  mark(): number
  /** Frees everything allocated since `mark` was taken. */
  release(mark: number): void
  /** Byte address of a view in the memory, or null when it lies elsewhere. */
  find(view: Float32Array | Int32Array): number | null
}

const alignment = 64

/** An arena over the bytes `from`..`to` of a memory. */
export function createArena(memory: WasmMemory, range: { readonly from: number; readonly to: number }): Arena {
  let next = align(range.from)

  const floats = (length: number): Float32Array => {
    checkCount('length', length)
    const bytes = arenaBytes(length)
    if (next + bytes > range.to) {
      throw new RangeError(
        `the arena has ${range.to - next} bytes left of ${range.to - range.from}, ${bytes} are wanted`,
      )
    }
    const view = new Float32Array(memory.buffer, next, length)
    next += bytes
    return view
  }

  const release = (mark: number): void => {
    if (mark < range.from || mark > next) throw new RangeError(`mark is ${mark}: not a mark of this arena`)
    next = mark
  }

  return {
    floats,
    integers: (length) => {
      const view = floats(length)
      return new Int32Array(view.buffer, view.byteOffset, length)
    },
    matrix: (rows, columns) => ({ values: floats(rows * columns), rows, columns }),
    mark: () => next,
    release,
    find: (view) => (view.buffer === memory.buffer ? view.byteOffset : null),
    scoped(use) {
      const mark = next
      try {
        return use()
      } finally {
        release(mark)
      }
    },
  }
}

/** Bytes an arena takes for one allocation of `length` floats. */
export function arenaBytes(length: number): number {
  return align(length * 4)
}

function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment
}
