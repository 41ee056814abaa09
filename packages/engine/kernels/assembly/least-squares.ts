// Weighted least squares, one small system per row of a sparse matrix: the inner loop of implicit ALS. For each row it
// minimises sum over pairs of weight * (w.v - 1)^2 + w' gram w + penalty * |w|^2 over blocks of coordinates one after
// another (Rendle et al. 2021, iALS++): Newton's step on one block, exact when the block is the whole row.
// Pointers in bytes, sizes in floats; rows of `x` and `fixed` hold d floats, d a multiple of 8, 16-byte aligned.

import { SPARE_FLOATS, spare } from './product'
import { solveVector } from './solve'
import { factorBlock } from './triangle'
import { axpy, dot } from './vector'

const EIGHT: usize = 8
/** Pairs of a long row that are copied at a time. */
const PART: usize = 256

/**
 * Improves rows first..last (exclusive) of `x` in place; a row without pairs becomes zero. `indptr` and `columns` are
 * i32, `weights` f32 per pair, `predictions` f32 per pair and only scratch, `penalty` f32 per row, `gram` d x d.
 * `block` is a multiple of 8 up to d; `work` holds block^2 + 2 * block + 1040 floats. work[0] becomes 1 + the first row
 * whose system has no Cholesky factor (that row and later ones are left as they were), else it is not touched.
 */
export function leastSquares(
  first: usize,
  last: usize,
  x: usize,
  fixed: usize,
  d: usize,
  indptr: usize,
  columns: usize,
  weights: usize,
  predictions: usize,
  gram: usize,
  penalty: usize,
  block: usize,
  work: usize,
): void {
  const delta = work + 16
  const gradient = delta + block * 4
  const hessian = gradient + block * 4
  for (let row = first; row < last; row++) {
    const w = x + row * d * 4
    const from = <usize>load<i32>(indptr + row * 4)
    const pairs = <usize>load<i32>(indptr + row * 4 + 4) - from
    if (pairs === 0) {
      memory.fill(w, 0, d * 4)
      continue
    }
    const c = columns + from * 4
    const s = weights + from * 4
    const p = predictions + from * 4
    const ridge = load<f32>(penalty + row * 4)
    if (block === EIGHT) {
      if (!eightByEight(w, fixed, d, c, s, p, pairs, gram, ridge, delta, gradient, hessian)) {
        store<i32>(work, <i32>row + 1)
        return
      }
    } else {
      predict(w, fixed, d, c, p, pairs)
      for (let at: usize = 0; at < d; at += block) {
        const width = min(block, d - at)
        startGradient(w, d, gram, ridge, at, width, gradient)
        for (let k: usize = 0; k < pairs; k++) {
          const error = load<f32>(s + k * 4) * (load<f32>(p + k * 4) - 1)
          axpy(gradient, fixed + (<usize>load<i32>(c + k * 4) * d + at) * 4, error, width)
        }
        for (let i: usize = 0; i < width; i += 4) {
          for (let j: usize = 0; j <= i; j += 8) {
            tileOfPairs(fixed + at * 4, d * 4, c, s, pairs, i, j, hessian, width, gram + (at * d + at) * 4, d * 4)
          }
        }
        for (let i: usize = 0; i < width; i++) {
          const diagonal = hessian + (i * width + i) * 4
          store<f32>(diagonal, load<f32>(diagonal) + ridge)
        }
        if (factorBlock(hessian, width, width, hessian + width * width * 4) >= 0) {
          store<i32>(work, <i32>row + 1)
          return
        }
        solveVector(hessian, width, width, gradient)
        subtract(w + at * 4, gradient, width)
        if (at + width >= d) break
        for (let k: usize = 0; k < pairs; k++) {
          const to = p + k * 4
          const change = dot(fixed + (<usize>load<i32>(c + k * 4) * d + at) * 4, gradient, width)
          store<f32>(to, load<f32>(to) - change)
        }
      }
    }
  }
}

/**
 * One row in blocks of eight coordinates. All its pairs' vectors are first copied block by block into one stretch of
 * scratch, so that each later pass reads straight on; of a row too long for that, parts are copied for each block.
 */
function eightByEight(
  w: usize,
  fixed: usize,
  d: usize,
  columns: usize,
  weights: usize,
  predictions: usize,
  pairs: usize,
  gram: usize,
  ridge: f32,
  delta: usize,
  gradient: usize,
  hessian: usize,
): bool {
  const copies = spare()
  const whole = pairs * d <= SPARE_FLOATS
  predict(w, fixed, d, columns, predictions, pairs)
  if (whole)
    for (let at: usize = 0; at < d; at += 8) copyEight(fixed + at * 4, d, columns, pairs, copies + at * pairs * 4)
  memory.fill(delta, 0, 32)
  for (let at: usize = 0; at < d; at += 8) {
    const before = at === 0 ? 0 : at - 8
    startEight(w, d, gram, ridge, at, gradient, hessian)
    if (whole) {
      const v = copies + at * pairs * 4
      addErrors(copies + before * pairs * 4, v, weights, predictions, pairs, delta, gradient)
      addSquares(v, weights, pairs, hessian)
    } else {
      for (let k: usize = 0; k < pairs; k += PART) {
        const count = min(PART, pairs - k)
        const v = copies + PART * 32
        copyEight(fixed + before * 4, d, columns + k * 4, count, copies)
        copyEight(fixed + at * 4, d, columns + k * 4, count, v)
        addErrors(copies, v, weights + k * 4, predictions + k * 4, count, delta, gradient)
        addSquares(v, weights + k * 4, count, hessian)
      }
    }
    if (!solveEight(hessian, gradient, delta)) return false
    subtract(w + at * 4, delta, 8)
  }
  return true
}

/** Eight floats of each pair's row of `fixed`, one after another. */
function copyEight(fixed: usize, d: usize, columns: usize, pairs: usize, to: usize): void {
  const rowBytes = d * 4
  const end = columns + pairs * 4
  while (columns < end) {
    const v = fixed + <usize>load<i32>(columns) * rowBytes
    v128.store(to, v128.load(v))
    v128.store(to, v128.load(v, 16), 16)
    columns += 4
    to += 32
  }
}

/** w -= by, n a multiple of 8. */
function subtract(w: usize, by: usize, n: usize): void {
  for (let j: usize = 0; j < n; j += 4) v128.store(w + j * 4, f32x4.sub(v128.load(w + j * 4), v128.load(by + j * 4)))
}

/** predictions[k] = w . fixed[columns[k]], four pairs at a time. */
function predict(w: usize, fixed: usize, d: usize, columns: usize, predictions: usize, pairs: usize): void {
  const rowBytes = d * 4
  let k: usize = 0
  for (; k + 4 <= pairs; k += 4) {
    const at = columns + k * 4
    const v0 = fixed + <usize>load<i32>(at) * rowBytes
    const v1 = fixed + <usize>load<i32>(at, 4) * rowBytes
    const v2 = fixed + <usize>load<i32>(at, 8) * rowBytes
    const v3 = fixed + <usize>load<i32>(at, 12) * rowBytes
    v128.store(predictions + k * 4, dotsOf(w, d, v0, v1, v2, v3))
  }
  for (; k < pairs; k++) {
    store<f32>(predictions + k * 4, dot(w, fixed + <usize>load<i32>(columns + k * 4) * rowBytes, d))
  }
}

/** w . v for four vectors; d a multiple of 8. */
function dotsOf(w: usize, d: usize, v0: usize, v1: usize, v2: usize, v3: usize): v128 {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  const end = w + d * 4
  while (w < end) {
    const a = v128.load(w)
    const b = v128.load(w, 16)
    s0 = f32x4.add(s0, f32x4.add(f32x4.mul(a, v128.load(v0)), f32x4.mul(b, v128.load(v0, 16))))
    s1 = f32x4.add(s1, f32x4.add(f32x4.mul(a, v128.load(v1)), f32x4.mul(b, v128.load(v1, 16))))
    s2 = f32x4.add(s2, f32x4.add(f32x4.mul(a, v128.load(v2)), f32x4.mul(b, v128.load(v2, 16))))
    s3 = f32x4.add(s3, f32x4.add(f32x4.mul(a, v128.load(v3)), f32x4.mul(b, v128.load(v3, 16))))
    w += 32
    v0 += 32
    v1 += 32
    v2 += 32
    v3 += 32
  }
  const sum01 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7))
  const sum23 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(sum01, sum23, 0, 1, 4, 5), v128.shuffle<f32>(sum01, sum23, 2, 3, 6, 7))
}

/** The dot products of four rows, one after another, with w; d a multiple of 8. */
function fourDots(rows: usize, w: usize, d: usize): v128 {
  const rowBytes = d * 4
  return dotsOf(w, d, rows, rows + rowBytes, rows + 2 * rowBytes, rows + 3 * rowBytes)
}

/** gradient = (gram w)[at..at + width] + ridge * w[at..at + width]. */
function startGradient(w: usize, d: usize, gram: usize, ridge: f32, at: usize, width: usize, gradient: usize): void {
  for (let j: usize = 0; j < width; j++) {
    store<f32>(gradient + j * 4, ridge * load<f32>(w + (at + j) * 4) + dot(gram + (at + j) * d * 4, w, d))
  }
}

/** The same for eight coordinates, and the part of their 8 x 8 Hessian that no pair adds. */
function startEight(w: usize, d: usize, gram: usize, ridge: f32, at: usize, gradient: usize, hessian: usize): void {
  const rowBytes = d * 4
  const own = w + at * 4
  const scale = f32x4.splat(ridge)
  const rows = gram + at * rowBytes
  v128.store(gradient, f32x4.add(f32x4.mul(scale, v128.load(own)), fourDots(rows, w, d)))
  v128.store(gradient, f32x4.add(f32x4.mul(scale, v128.load(own, 16)), fourDots(rows + 4 * rowBytes, w, d)), 16)
  let from = gram + (at * d + at) * 4
  for (let i: usize = 0; i < 8; i++) {
    const to = hessian + i * 32
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    store<f32>(to + i * 4, load<f32>(to + i * 4) + ridge)
    from += rowBytes
  }
}

/**
 * Takes the last block's step `delta` out of the predictions of the pairs (`before`: the step's eight coordinates of each
 * pair), then adds weight * (prediction - 1) * v to the gradient, `v` eight floats of each pair.
 */
function addErrors(
  before: usize,
  v: usize,
  weights: usize,
  predictions: usize,
  pairs: usize,
  delta: usize,
  gradient: usize,
): void {
  const d0 = v128.load(delta)
  const d1 = v128.load(delta, 16)
  let g0 = v128.load(gradient)
  let g1 = v128.load(gradient, 16)
  const end = weights + pairs * 4
  while (weights < end) {
    const step = f32x4.add(f32x4.mul(d0, v128.load(before)), f32x4.mul(d1, v128.load(before, 16)))
    const half = f32x4.add(step, v128.shuffle<f32>(step, step, 2, 3, 0, 1))
    const change = f32x4.extract_lane(f32x4.add(half, v128.shuffle<f32>(half, half, 1, 0, 3, 2)), 0)
    const prediction = load<f32>(predictions) - change
    store<f32>(predictions, prediction)
    const error = f32x4.splat(load<f32>(weights) * (prediction - 1))
    g0 = f32x4.add(g0, f32x4.mul(error, v128.load(v)))
    g1 = f32x4.add(g1, f32x4.mul(error, v128.load(v, 16)))
    before += 32
    v += 32
    weights += 4
    predictions += 4
  }
  v128.store(gradient, g0)
  v128.store(gradient, g1, 16)
}

/** Adds weight * v v' to the upper triangle of the 8 x 8 Hessian: twelve sums, all in registers. */
function addSquares(v: usize, weights: usize, pairs: usize, hessian: usize): void {
  let a0 = v128.load(hessian)
  let b0 = v128.load(hessian, 16)
  let a1 = v128.load(hessian, 32)
  let b1 = v128.load(hessian, 48)
  let a2 = v128.load(hessian, 64)
  let b2 = v128.load(hessian, 80)
  let a3 = v128.load(hessian, 96)
  let b3 = v128.load(hessian, 112)
  let b4 = v128.load(hessian, 144)
  let b5 = v128.load(hessian, 176)
  let b6 = v128.load(hessian, 208)
  let b7 = v128.load(hessian, 240)
  const end = weights + pairs * 4
  while (weights < end) {
    let one = v128.load_splat<f32>(weights)
    const high = f32x4.mul(one, v128.load(v, 16))
    const low = f32x4.mul(one, v128.load(v))
    one = v128.load_splat<f32>(v)
    a0 = f32x4.add(a0, f32x4.mul(one, low))
    b0 = f32x4.add(b0, f32x4.mul(one, high))
    one = v128.load_splat<f32>(v, 4)
    a1 = f32x4.add(a1, f32x4.mul(one, low))
    b1 = f32x4.add(b1, f32x4.mul(one, high))
    one = v128.load_splat<f32>(v, 8)
    a2 = f32x4.add(a2, f32x4.mul(one, low))
    b2 = f32x4.add(b2, f32x4.mul(one, high))
    one = v128.load_splat<f32>(v, 12)
    a3 = f32x4.add(a3, f32x4.mul(one, low))
    b3 = f32x4.add(b3, f32x4.mul(one, high))
    b4 = f32x4.add(b4, f32x4.mul(v128.load_splat<f32>(v, 16), high))
    b5 = f32x4.add(b5, f32x4.mul(v128.load_splat<f32>(v, 20), high))
    b6 = f32x4.add(b6, f32x4.mul(v128.load_splat<f32>(v, 24), high))
    b7 = f32x4.add(b7, f32x4.mul(v128.load_splat<f32>(v, 28), high))
    v += 32
    weights += 4
  }
  v128.store(hessian, a0)
  v128.store(hessian, b0, 16)
  v128.store(hessian, a1, 32)
  v128.store(hessian, b1, 48)
  v128.store(hessian, a2, 64)
  v128.store(hessian, b2, 80)
  v128.store(hessian, a3, 96)
  v128.store(hessian, b3, 112)
  v128.store(hessian, b4, 144)
  v128.store(hessian, b5, 176)
  v128.store(hessian, b6, 208)
  v128.store(hessian, b7, 240)
}

/**
 * to = H^-1 g for the symmetric positive definite 8 x 8 H, of which only the upper triangle is read; both are spoiled.
 * Gaussian elimination by rows. False when a pivot is not positive and finite.
 */
function solveEight(h: usize, g: usize, to: usize): bool {
  for (let k: usize = 0; k < 8; k++) {
    const row = h + k * 32
    const pivot = load<f32>(row + k * 4)
    if (!(pivot > 0 && pivot < f32.MAX_VALUE)) return false
    const inverse: f32 = 1 / pivot
    const low = v128.load(row)
    const high = v128.load(row, 16)
    const y: f32 = inverse * load<f32>(g + k * 4)
    store<f32>(to + k * 4, y)
    const factor = f32x4.splat(y)
    v128.store(g, f32x4.sub(v128.load(g), f32x4.mul(factor, low)))
    v128.store(g, f32x4.sub(v128.load(g, 16), f32x4.mul(factor, high)), 16)
    for (let i = k + 1; i < 8; i++) {
      const scale = f32x4.splat(load<f32>(row + i * 4) * inverse)
      const other = h + i * 32
      if (i < 4) v128.store(other, f32x4.sub(v128.load(other), f32x4.mul(scale, low)))
      v128.store(other, f32x4.sub(v128.load(other, 16), f32x4.mul(scale, high)), 16)
    }
    const unit = f32x4.splat(inverse)
    v128.store(row, f32x4.mul(unit, low))
    v128.store(row, f32x4.mul(unit, high), 16)
  }
  for (let left: usize = 7; left > 0; left--) {
    const k = left - 1
    let y = load<f32>(to + k * 4)
    for (let j = left; j < 8; j++) y -= load<f32>(h + k * 32 + j * 4) * load<f32>(to + j * 4)
    store<f32>(to + k * 4, y)
  }
  return true
}

/** Elements (i..i + 4, j..j + 8) of gram + sum over pairs of weight * v v', `v` from `fixed`, into a width x width H. */
function tileOfPairs(
  fixed: usize,
  rowBytes: usize,
  columns: usize,
  weights: usize,
  pairs: usize,
  i: usize,
  j: usize,
  h: usize,
  width: usize,
  gram: usize,
  gramBytes: usize,
): void {
  let from = gram + i * gramBytes + j * 4
  let a0 = v128.load(from)
  let b0 = v128.load(from, 16)
  from += gramBytes
  let a1 = v128.load(from)
  let b1 = v128.load(from, 16)
  from += gramBytes
  let a2 = v128.load(from)
  let b2 = v128.load(from, 16)
  from += gramBytes
  let a3 = v128.load(from)
  let b3 = v128.load(from, 16)
  const left = fixed + i * 4
  const right = fixed + j * 4
  const end = columns + pairs * 4
  while (columns < end) {
    const row = <usize>load<i32>(columns) * rowBytes
    const scale = v128.load_splat<f32>(weights)
    const low = f32x4.mul(scale, v128.load(right + row))
    const high = f32x4.mul(scale, v128.load(right + row, 16))
    let one = v128.load_splat<f32>(left + row)
    a0 = f32x4.add(a0, f32x4.mul(one, low))
    b0 = f32x4.add(b0, f32x4.mul(one, high))
    one = v128.load_splat<f32>(left + row, 4)
    a1 = f32x4.add(a1, f32x4.mul(one, low))
    b1 = f32x4.add(b1, f32x4.mul(one, high))
    one = v128.load_splat<f32>(left + row, 8)
    a2 = f32x4.add(a2, f32x4.mul(one, low))
    b2 = f32x4.add(b2, f32x4.mul(one, high))
    one = v128.load_splat<f32>(left + row, 12)
    a3 = f32x4.add(a3, f32x4.mul(one, low))
    b3 = f32x4.add(b3, f32x4.mul(one, high))
    columns += 4
    weights += 4
  }
  let to = h + (i * width + j) * 4
  v128.store(to, a0)
  v128.store(to, b0, 16)
  to += width * 4
  v128.store(to, a1)
  v128.store(to, b1, 16)
  to += width * 4
  v128.store(to, a2)
  v128.store(to, b2, 16)
  to += width * 4
  v128.store(to, a3)
  v128.store(to, b3, 16)
}
