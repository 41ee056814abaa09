import type { Arena } from './arena.ts'
import type { Region } from './job.ts'
import type { Matrix } from './matrix.ts'
import { type Span, spans } from './schedule.ts'

/** Rows and columns of one job's share of a result; no element's value depends on it. */
export const tileSize = 256

/** A tile of a result: its rows and its columns. */
export interface Tile {
  readonly rows: Span
  readonly columns: Span
}

/** The tiles of a rows x columns result. */
export function allTiles(rows: number, columns: number): Tile[] {
  const across = spans(0, columns, tileSize)
  return spans(0, rows, tileSize).flatMap((down) => across.map((columns) => ({ rows: down, columns })))
}

/** The tiles that touch the lower triangle, given the spans in ascending order. */
export function lowerTiles(cut: readonly Span[]): Tile[] {
  return cut.flatMap((rows, i) => cut.slice(0, i + 1).map((columns) => ({ rows, columns })))
}

/** Where a matrix lies in the arena; throws RangeError naming it when it does not. */
export function regionOf(arena: Arena, name: string, matrix: Matrix): Region {
  const pointer = arena.find(matrix.values)
  if (pointer === null)
    throw new RangeError(`${name} lies outside the pool's memory: allocate it with pool.arena.matrix`)
  return { pointer, stride: matrix.columns }
}
