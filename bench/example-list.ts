import type { Examples } from '@lectern/engine/ranker/examples.ts'

/** Lists as they were shown, one after the other, for a ranker to learn from. */
export class ExampleList {
  readonly #features: readonly string[]
  readonly #values: Float32Array[] = []
  readonly #labels: number[] = []
  readonly #groups: number[] = [0]

  constructor(features: readonly string[]) {
    this.#features = features
  }

  /** A list and the place in it that was wanted; a list without it teaches nothing and is left out. */
  add(values: Float32Array, wanted: number): void {
    if (wanted < 0) return
    const rows = values.length / this.#features.length
    this.#values.push(values)
    for (let row = 0; row < rows; row++) this.#labels.push(row === wanted ? 1 : 0)
    this.#groups.push(this.#labels.length)
  }

  examples(): Examples {
    const values = new Float32Array(this.#labels.length * this.#features.length)
    let at = 0
    for (const rows of this.#values) {
      values.set(rows, at)
      at += rows.length
    }
    return {
      features: this.#features,
      values,
      labels: Float32Array.from(this.#labels),
      groups: Int32Array.from(this.#groups),
    }
  }
}
