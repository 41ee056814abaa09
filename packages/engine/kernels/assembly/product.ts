// The matrix product: packed panels and a 4x8 register tile. Strides and leading dimensions count floats, pointers bytes.
// Each element is summed in the same order wherever its tile lies, so results do not depend on tiling or threads: blocks
// of BLOCK_DEPTH along k, ascending, each summed from zero and then added.
// Blocking after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (TOMS 2008).

const TILE_ROWS: usize = 4
const TILE_COLUMNS: usize = 8
const BLOCK_DEPTH: usize = 256
const BLOCK_ROWS: usize = 192
const BLOCK_COLUMNS: usize = 1024

const TILE_BYTES: usize = TILE_ROWS * TILE_COLUMNS * 4
const PACKED_A_BYTES: usize = BLOCK_ROWS * BLOCK_DEPTH * 4
const PACKED_B_BYTES: usize = BLOCK_DEPTH * BLOCK_COLUMNS * 4

let spareTile: usize = 0
let packedA: usize = 0
let packedB: usize = 0

/** Bytes of scratch that one instance needs. */
export function scratchBytes(): usize {
  return TILE_BYTES + PACKED_A_BYTES + PACKED_B_BYTES
}

/** Gives this instance its scratch region, 16-byte aligned; no two running instances may share one. */
export function bind(scratch: usize): void {
  spareTile = scratch
  packedA = scratch + TILE_BYTES
  packedB = packedA + PACKED_A_BYTES
}

/** Floats of scratch that lie idle while no product runs, for other kernels of this instance. */
export const SPARE_FLOATS: usize = BLOCK_DEPTH * BLOCK_COLUMNS

/** Where they begin. */
export function spare(): usize {
  return packedB
}

/** A `band` that leaves nothing out. */
export const EVERYTHING: i32 = 0x3fffffff

/**
 * Packs `count` lines of `depth` elements into panels of `width` lines (a multiple of four), k-major, zero-padded.
 * Element (p, k) lies at from + 4 * (p * lineStride + k * depthStride); each is multiplied by `scale`.
 */
function pack(
  to: usize,
  from: usize,
  count: usize,
  lineStride: usize,
  depthStride: usize,
  depth: usize,
  width: usize,
  scale: f32,
): void {
  const factor = f32x4.splat(scale)
  const step = width * 4
  for (let panel: usize = 0; panel < count; panel += width) {
    for (let group: usize = 0; group < width; group += 4) {
      const line = panel + group
      const out = to + group * 4
      const source = from + line * lineStride * 4
      let k: usize = 0
      if (line + 4 <= count) {
        if (lineStride === 1) {
          for (; k < depth; k++) {
            v128.store(out + k * step, f32x4.mul(factor, v128.load(source + k * depthStride * 4)))
          }
        } else if (depthStride === 1) {
          k = packTransposed(out, source, lineStride * 4, depth, step, factor)
        }
      }
      for (; k < depth; k++) {
        for (let p: usize = 0; p < 4; p++) {
          const value: f32 = line + p < count ? scale * load<f32>(source + (p * lineStride + k * depthStride) * 4) : 0
          store<f32>(out + k * step + p * 4, value)
        }
      }
    }
    to += step * depth
  }
}

/** Four lines that are contiguous along k: 4x4 transposes. Returns how far along k it came. */
function packTransposed(out: usize, line0: usize, lineBytes: usize, depth: usize, step: usize, factor: v128): usize {
  const line1 = line0 + lineBytes
  const line2 = line1 + lineBytes
  const line3 = line2 + lineBytes
  let k: usize = 0
  for (; k + 4 <= depth; k += 4) {
    const at = k * 4
    const r0 = f32x4.mul(factor, v128.load(line0 + at))
    const r1 = f32x4.mul(factor, v128.load(line1 + at))
    const r2 = f32x4.mul(factor, v128.load(line2 + at))
    const r3 = f32x4.mul(factor, v128.load(line3 + at))
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
    v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
    v128.store(out + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
    v128.store(out + step * 2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
    v128.store(out + step * 3, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
    out += step * 4
  }
  return k
}

/** One 4x8 tile of C from packed panels: C = panelA * panelB, or C += when `accumulate`. Called per tile so that engines tier up. */
function tile(depth: usize, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: bool): void {
  let c00 = f32x4.splat(0),
    c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0),
    c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0),
    c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0),
    c31 = f32x4.splat(0)
  const pairsEnd = a + (depth & ~1) * 16
  while (a < pairsEnd) {
    let b0 = v128.load(b)
    let b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 4)
    c10 = f32x4.add(c10, f32x4.mul(x, b0))
    c11 = f32x4.add(c11, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 8)
    c20 = f32x4.add(c20, f32x4.mul(x, b0))
    c21 = f32x4.add(c21, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 12)
    c30 = f32x4.add(c30, f32x4.mul(x, b0))
    c31 = f32x4.add(c31, f32x4.mul(x, b1))
    b0 = v128.load(b, 32)
    b1 = v128.load(b, 48)
    x = v128.load_splat<f32>(a, 16)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 20)
    c10 = f32x4.add(c10, f32x4.mul(x, b0))
    c11 = f32x4.add(c11, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 24)
    c20 = f32x4.add(c20, f32x4.mul(x, b0))
    c21 = f32x4.add(c21, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 28)
    c30 = f32x4.add(c30, f32x4.mul(x, b0))
    c31 = f32x4.add(c31, f32x4.mul(x, b1))
    a += 32
    b += 64
  }
  if (depth & 1) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 4)
    c10 = f32x4.add(c10, f32x4.mul(x, b0))
    c11 = f32x4.add(c11, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 8)
    c20 = f32x4.add(c20, f32x4.mul(x, b0))
    c21 = f32x4.add(c21, f32x4.mul(x, b1))
    x = v128.load_splat<f32>(a, 12)
    c30 = f32x4.add(c30, f32x4.mul(x, b0))
    c31 = f32x4.add(c31, f32x4.mul(x, b1))
  }
  const row1 = c + rowBytes
  const row2 = row1 + rowBytes
  const row3 = row2 + rowBytes
  if (accumulate) {
    c00 = f32x4.add(v128.load(c), c00)
    c01 = f32x4.add(v128.load(c, 16), c01)
    c10 = f32x4.add(v128.load(row1), c10)
    c11 = f32x4.add(v128.load(row1, 16), c11)
    c20 = f32x4.add(v128.load(row2), c20)
    c21 = f32x4.add(v128.load(row2, 16), c21)
    c30 = f32x4.add(v128.load(row3), c30)
    c31 = f32x4.add(v128.load(row3, 16), c31)
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  v128.store(row1, c10)
  v128.store(row1, c11, 16)
  v128.store(row2, c20)
  v128.store(row2, c21, 16)
  v128.store(row3, c30)
  v128.store(row3, c31, 16)
}

/** A tile cut by the edge of C or by the diagonal: computed aside, then element (i, j) is written where j <= i + band. */
function cutTile(
  depth: usize,
  a: usize,
  b: usize,
  c: usize,
  rowBytes: usize,
  accumulate: bool,
  rows: usize,
  columns: usize,
  band: i32,
): void {
  tile(depth, a, b, spareTile, TILE_COLUMNS * 4, false)
  for (let i: usize = 0; i < rows; i++) {
    const to = c + i * rowBytes
    const from = spareTile + i * TILE_COLUMNS * 4
    for (let j: usize = 0; j < columns && <i32>j <= <i32>i + band; j++) {
      const value = load<f32>(from + j * 4)
      store<f32>(to + j * 4, accumulate ? load<f32>(to + j * 4) + value : value)
    }
  }
}

/** All tiles of one packed block of A against one packed block of B. */
function multiplyPacked(
  rows: usize,
  columns: usize,
  depth: usize,
  c: usize,
  rowBytes: usize,
  accumulate: bool,
  band: i32,
): void {
  for (let j: usize = 0; j < columns; j += TILE_COLUMNS) {
    const b = packedB + j * depth * 4
    for (let i: usize = 0; i < rows; i += TILE_ROWS) {
      const reach = <i32>i + band - <i32>j
      if (reach + <i32>TILE_ROWS - 1 < 0) continue
      const a = packedA + i * depth * 4
      const to = c + i * rowBytes + j * 4
      if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns && reach >= <i32>TILE_COLUMNS - 1) {
        tile(depth, a, b, to, rowBytes, accumulate)
      } else {
        cutTile(depth, a, b, to, rowBytes, accumulate, min(TILE_ROWS, rows - i), min(TILE_COLUMNS, columns - j), reach)
      }
    }
  }
}

/**
 * C (+)= alpha * A * B, A m x k, B k x n, any strides, C row-major with leading dimension ldc. Writes only elements
 * (i, j) with j <= i + band: 0 is the lower triangle, m + n or more is everything. C may be A itself when
 * n <= BLOCK_COLUMNS and k <= BLOCK_DEPTH, because each block of A is packed before its rows are written.
 */
export function gemm(
  m: usize,
  n: usize,
  k: usize,
  alpha: f32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
  band: i32,
): void {
  if (k === 0) {
    if (!accumulate) clear(m, n, c, ldc, band)
    return
  }
  for (let j: usize = 0; j < n; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - j)
    for (let p: usize = 0; p < k; p += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - p)
      pack(
        packedB,
        b + (p * bRowStride + j * bColumnStride) * 4,
        columns,
        bColumnStride,
        bRowStride,
        depth,
        TILE_COLUMNS,
        1,
      )
      for (let i: usize = 0; i < m; i += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, m - i)
        const blockBand = band + <i32>i - <i32>j
        if (blockBand + <i32>rows - 1 < 0) continue
        pack(
          packedA,
          a + (i * aRowStride + p * aColumnStride) * 4,
          rows,
          aRowStride,
          aColumnStride,
          depth,
          TILE_ROWS,
          alpha,
        )
        multiplyPacked(rows, columns, depth, c + (i * ldc + j) * 4, ldc * 4, accumulate !== 0 || p > 0, blockBand)
      }
    }
  }
}

function clear(m: usize, n: usize, c: usize, ldc: usize, band: i32): void {
  for (let i: usize = 0; i < m; i++) {
    const columns = min(<i32>n, <i32>i + band + 1)
    if (columns > 0) memory.fill(c + i * ldc * 4, 0, <usize>columns * 4)
  }
}
