// What a measurement is: a name, a sentence, and a function that measures and tells whether its bar holds.

export interface Measurement {
  readonly name: string
  readonly about: string
  run(report: Report): Promise<Result>
}

export interface Report {
  /** Progress for the person who waits. */
  line(text: string): void
}

export interface Result {
  readonly name: string
  /** The one number the bar is about, in `unit`. */
  readonly value: number
  readonly unit: string
  /** What it was compared with in the same run, or null. */
  readonly peer: string | null
  readonly ratio: number | null
  readonly bar: string
  /** null when the bar could not be judged here; `details` says why. */
  readonly holds: boolean | null
  readonly details: Readonly<Record<string, unknown>>
  readonly table: { readonly head: string[]; readonly rows: (string | number)[][] }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
