// A number that an independent implementation measured on a public data set, and ours beside it.

export interface GoldenLine {
  /** Name of the protocol, such as `P1`. */
  readonly protocol: string
  /** Model with its settings, as the reference names it. */
  readonly model: string
  readonly metric: string
  readonly golden: number
  readonly tolerance: number
  readonly measured: number
}

export interface GoldenProtocol {
  readonly name: string
  readonly about: string
  measure(line: (text: string) => void): Promise<GoldenLine[]>
}

export const holds = ({ golden, tolerance, measured }: GoldenLine): boolean =>
  Math.abs(measured - golden) <= tolerance + 1e-9
