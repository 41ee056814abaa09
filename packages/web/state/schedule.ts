// The board that an editor looks at, and what is done with it: shown as the server answers it.
import type {
  Board,
  ChangedBoard,
  CopiedDay,
  EntryMove,
  EntryRemoval,
  NewEntry,
} from '@lectern/protocol/rest/schedule.ts'
import type { Surface } from '@lectern/protocol/rest/surfaces.ts'
import { queryOptions } from '@tanstack/react-query'
import { deleteJson, getJson, patchJson, postJson, putJson } from './api.ts'
import { queryClient } from './query-client.ts'

export const surfacesQuery = queryOptions({
  queryKey: ['surfaces'],
  queryFn: ({ signal }) => getJson<{ surfaces: Surface[] }>('/v1/surfaces', signal),
})

/** day undefined: the day that the surface is on. */
export const boardQuery = (surface: string, day: string | undefined) =>
  queryOptions({
    queryKey: ['desk', 'board', surface, day ?? 'today'],
    queryFn: ({ signal }) =>
      getJson<Board>(
        `/v1/desk/schedule?surface=${encodeURIComponent(surface)}${day === undefined ? '' : `&day=${day}`}`,
        signal,
      ),
    staleTime: 0,
  })

/** Other boards are asked for again when they are looked at; lists of readers too. */
export function showBoard(board: Board): void {
  for (const day of board.day === board.today ? [board.day, undefined] : [board.day])
    queryClient.setQueryData(boardQuery(board.surface, day).queryKey, board)
  forgetLists()
}

/** What readers get is another list now. */
export function forgetLists(): void {
  queryClient.removeQueries({ queryKey: ['slate'] })
  queryClient.removeQueries({ queryKey: ['sections'] })
}

const entry = (id: string): string => `/v1/desk/schedule/${encodeURIComponent(id)}`
export const addEntry = (wanted: NewEntry): Promise<ChangedBoard> => postJson('/v1/desk/schedule', wanted)
export const moveEntry = (id: string, move: EntryMove): Promise<ChangedBoard> => patchJson(entry(id), move)
export const takeBackEntry = (id: string): Promise<ChangedBoard> => deleteJson(entry(id))
export const removeEntry = (id: string, why: EntryRemoval): Promise<ChangedBoard> =>
  putJson(`${entry(id)}/removal`, why)
export const restoreEntry = (id: string): Promise<ChangedBoard> => deleteJson(`${entry(id)}/removal`)
export const copyDay = (surface: string, from: string, to: string): Promise<CopiedDay> =>
  postJson('/v1/desk/schedule/copies', { surface, from, to })
export const reviewDay = ({ surface, day }: Board, reviewed: boolean): Promise<Board> =>
  putJson('/v1/desk/schedule/reviews', { surface, day, reviewed })

/** The day so many days later, `2026-03-29`. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * 24 * 3_600_000).toISOString().slice(0, 10)

/** `Sunday, 29 March`; the year where it is another than today's. */
export function dayWords(day: string, today: string): string {
  const format = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return new Date(`${day}T00:00Z`).toLocaleDateString('en-GB', { ...format, ...year })
}
