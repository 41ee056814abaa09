// Weighted least squares, one small system per row of a sparse matrix: the inner loop of implicit ALS. For each row it
// minimises sum over pairs of weight * (w.v - 1)^2 + w' gram w + penalty * |w|^2 over blocks of coordinates one after
// another (Rendle et al. 2021, iALS++): Newton's step on one block, exact when the block is the whole row.
// Pointers in bytes, sizes in floats; rows of `x` and `fixed` hold d floats, d a multiple of 8, 16-byte aligned.

import { solveVector } from './solve'
import { factorBlock } from './triangle'
import { axpy, dot } from './vector'

const EIGHT: usize = 8

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
    predict(w, fixed, d, c, p, pairs)
    if (block === EIGHT) {
      memory.fill(delta, 0, 32)
      let before: usize = 0
      for (let at: usize = 0; at < d; at += EIGHT) {
        startEight(w, d, gram, ridge, at, gradient, hessian)
        addPairs(fixed, d, c, s, p, pairs, before, at, delta, gradient, hessian)
        if (!solveEight(hessian, gradient, delta)) {
          store<i32>(work, <i32>row + 1)
          return
        }
        subtract(w + at * 4, delta, EIGHT)
        before = at
      }
    } else {
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
    let v0 = fixed + <usize>load<i32>(at) * rowBytes
    let v1 = fixed + <usize>load<i32>(at, 4) * rowBytes
    let v2 = fixed + <usize>load<i32>(at, 8) * rowBytes
    let v3 = fixed + <usize>load<i32>(at, 12) * rowBytes
    let s0 = f32x4.splat(0)
    let s1 = f32x4.splat(0)
    let s2 = f32x4.splat(0)
    let s3 = f32x4.splat(0)
    const end = w + rowBytes
    for (let from = w; from < end; from += 32) {
      const a = v128.load(from)
      const b = v128.load(from, 16)
      s0 = f32x4.add(s0, f32x4.add(f32x4.mul(a, v128.load(v0)), f32x4.mul(b, v128.load(v0, 16))))
      s1 = f32x4.add(s1, f32x4.add(f32x4.mul(a, v128.load(v1)), f32x4.mul(b, v128.load(v1, 16))))
      s2 = f32x4.add(s2, f32x4.add(f32x4.mul(a, v128.load(v2)), f32x4.mul(b, v128.load(v2, 16))))
      s3 = f32x4.add(s3, f32x4.add(f32x4.mul(a, v128.load(v3)), f32x4.mul(b, v128.load(v3, 16))))
      v0 += 32
      v1 += 32
      v2 += 32
      v3 += 32
    }
    const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5)
    const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7)
    const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5)
    const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7)
    const sum01 = f32x4.add(low01, high01)
    const sum23 = f32x4.add(low23, high23)
    const even = v128.shuffle<f32>(sum01, sum23, 0, 1, 4, 5)
    const odd = v128.shuffle<f32>(sum01, sum23, 2, 3, 6, 7)
    v128.store(predictions + k * 4, f32x4.add(even, odd))
  }
  for (; k < pairs; k++) {
    store<f32>(predictions + k * 4, dot(w, fixed + <usize>load<i32>(columns + k * 4) * rowBytes, d))
  }
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
  let g0 = f32x4.mul(scale, v128.load(own))
  let g1 = f32x4.mul(scale, v128.load(own, 16))
  let e0 = f32x4.splat(0)
  let e1 = f32x4.splat(0)
  let from = gram + at * 4
  const end = w + rowBytes
  for (let each = w; each < end; each += 8) {
    const a = v128.load_splat<f32>(each)
    g0 = f32x4.add(g0, f32x4.mul(a, v128.load(from)))
    g1 = f32x4.add(g1, f32x4.mul(a, v128.load(from, 16)))
    from += rowBytes
    const b = v128.load_splat<f32>(each, 4)
    e0 = f32x4.add(e0, f32x4.mul(b, v128.load(from)))
    e1 = f32x4.add(e1, f32x4.mul(b, v128.load(from, 16)))
    from += rowBytes
  }
  v128.store(gradient, f32x4.add(g0, e0))
  v128.store(gradient, f32x4.add(g1, e1), 16)
  from = gram + (at * d + at) * 4
  for (let i: usize = 0; i < 8; i++) {
    const to = hessian + i * 32
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    store<f32>(to + i * 4, load<f32>(to + i * 4) + ridge)
    from += rowBytes
  }
}

/**
 * One pass over the pairs of a row for coordinates at..at + 8: takes the last block's step `delta` (coordinates from
 * `before`) out of the predictions, then adds weight * (prediction - 1) * v to the gradient and weight * v v' to the
 * upper triangle of the Hessian.
 */
function addPairs(
  fixed: usize,
  d: usize,
  columns: usize,
  weights: usize,
  predictions: usize,
  pairs: usize,
  before: usize,
  at: usize,
  delta: usize,
  gradient: usize,
  hessian: usize,
): void {
  const rowBytes = d * 4
  const beforeFixed = fixed + before * 4
  const atFixed = fixed + at * 4
  const d0 = v128.load(delta)
  const d1 = v128.load(delta, 16)
  let g0 = v128.load(gradient)
  let g1 = v128.load(gradient, 16)
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
  const end = columns + pairs * 4
  while (columns < end) {
    const row = <usize>load<i32>(columns) * rowBytes
    const last = beforeFixed + row
    const step = f32x4.add(f32x4.mul(d0, v128.load(last)), f32x4.mul(d1, v128.load(last, 16)))
    const half = f32x4.add(step, v128.shuffle<f32>(step, step, 2, 3, 0, 1))
    const change = f32x4.extract_lane(f32x4.add(half, v128.shuffle<f32>(half, half, 1, 0, 3, 2)), 0)
    const prediction = load<f32>(predictions) - change
    store<f32>(predictions, prediction)
    const weight = load<f32>(weights)
    const v = atFixed + row
    const scale = f32x4.splat(weight)
    const low = f32x4.mul(scale, v128.load(v))
    const high = f32x4.mul(scale, v128.load(v, 16))
    const error = f32x4.splat(prediction - 1)
    g0 = f32x4.add(g0, f32x4.mul(error, low))
    g1 = f32x4.add(g1, f32x4.mul(error, high))
    let one = v128.load_splat<f32>(v)
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
    columns += 4
    weights += 4
    predictions += 4
  }
  v128.store(gradient, g0)
  v128.store(gradient, g1, 16)
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
