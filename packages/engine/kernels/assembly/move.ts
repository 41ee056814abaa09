// Copies within the memory.

/** Copies `rows` rows of `columns` floats. */
export function copyRows(from: usize, ldf: usize, to: usize, ldt: usize, rows: usize, columns: usize): void {
  for (let i: usize = 0; i < rows; i++) memory.copy(to + i * ldt * 4, from + i * ldf * 4, columns * 4)
}

/** Copies element (i, j) of an n x n matrix to (j, i) for rows firstRow..lastRow (exclusive) and j < i, in 32 x 32 blocks. */
export function mirror(a: usize, lda: usize, firstRow: usize, lastRow: usize): void {
  for (let i: usize = firstRow; i < lastRow; i += 32) {
    const iEnd = min(i + 32, lastRow)
    for (let j: usize = 0; j < iEnd; j += 32) {
      for (let r = i; r < iEnd; r++) {
        const end = min(j + 32, r)
        for (let s = j; s < end; s++) store<f32>(a + (s * lda + r) * 4, load<f32>(a + (r * lda + s) * 4))
      }
    }
  }
}
