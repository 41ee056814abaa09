import type { Arena } from './arena.ts'
import type { Arithmetic } from './arithmetic.ts'
import { choleskySchedule } from './cholesky-schedule.ts'
import { allocateFactorWork } from './factor-work.ts'
import { inverseSchedule } from './inverse-schedule.ts'
import { asIs, gemmJob, type Region, runJob, transposed } from './job.ts'
import { checkCount, checkGemm, checkSame, checkShape, checkSquare, checkSyrk, type Matrix } from './matrix.ts'
import { runHere } from './schedule.ts'
import type { WasmKernels } from './wasm.ts'

/** The kernels as synchronous functions over one instance and its arena. */
export function simdArithmetic(kernels: WasmKernels, arena: Arena): Arithmetic {
  return {
    dot(a, b) {
      checkSame('lengths of a and b', a.length, b.length)
      return arena.scoped(() => kernels.dot(borrow(arena, a).pointer, borrow(arena, b).pointer, a.length))
    },

    gemm(a, b, { into: c, alpha = 1, accumulate = false }) {
      checkGemm(a, b, c)
      const shape = { rows: c.rows, columns: c.columns, depth: a.columns, alpha, accumulate }
      arena.scoped(() => {
        const to = borrow(arena, c.values)
        const left = asIs(region(arena, a))
        runJob(kernels, gemmJob(left, asIs(region(arena, b)), { pointer: to.pointer, stride: c.columns, ...shape }))
        to.giveBack()
      })
    },

    syrk(a, { into: c, over }) {
      const shape = { rows: c.rows, columns: c.columns, depth: checkSyrk(a, c, over), accumulate: true, band: 0 }
      const [left, right] = over === 'columns' ? [transposed, asIs] : [asIs, transposed]
      arena.scoped(() => {
        const to = borrow(arena, c.values)
        const from = region(arena, a)
        runJob(kernels, gemmJob(left(from), right(from), { pointer: to.pointer, stride: c.columns, ...shape }))
        to.giveBack()
      })
    },

    cholesky(matrix) {
      checkSquare('matrix', matrix)
      arena.scoped(() => {
        const { pointer, giveBack } = borrow(arena, matrix.values)
        const work = allocateFactorWork(arena, 0)
        runHere(kernels, choleskySchedule({ pointer, stride: matrix.columns }, matrix.rows, work))
        giveBack()
      })
    },

    choleskySolve(factor, b) {
      checkSquare('factor', factor)
      checkShape('b', b)
      checkSame('rows of factor and of b', factor.rows, b.rows)
      arena.scoped(() => {
        const l = region(arena, factor)
        const to = borrow(arena, b.values)
        kernels.choleskySolve(l.pointer, l.stride, factor.rows, to.pointer, b.columns, b.columns)
        to.giveBack()
      })
    },

    choleskyInverse(factor) {
      checkSquare('factor', factor)
      arena.scoped(() => {
        const { pointer, giveBack } = borrow(arena, factor.values)
        const work = allocateFactorWork(arena, factor.rows)
        runHere(kernels, inverseSchedule({ pointer, stride: factor.columns }, factor.rows, { ...work, factored: true }))
        giveBack()
      })
    },

    topK(scores, k) {
      checkCount('k', k)
      return arena.scoped(() => {
        const { pointer } = borrow(arena, scores)
        const to = arena.floats(Math.min(k, scores.length))
        const count = kernels.topK(pointer, scores.length, to.length, to.byteOffset)
        return new Uint32Array(to.buffer, to.byteOffset, count).slice()
      })
    },
  }
}

interface Loan {
  readonly pointer: number
  /** Copies a result back to a view that lies elsewhere. */
  giveBack(): void
}

const nothing = (): void => undefined

/** The view itself when it lies in the arena, else a copy there. */
function borrow(arena: Arena, view: Float32Array): Loan {
  const pointer = arena.find(view)
  if (pointer !== null) return { pointer, giveBack: nothing }
  const copy = arena.floats(view.length)
  copy.set(view)
  return { pointer: copy.byteOffset, giveBack: () => view.set(copy) }
}

function region(arena: Arena, matrix: Matrix): Region {
  return { pointer: borrow(arena, matrix.values).pointer, stride: matrix.columns }
}
