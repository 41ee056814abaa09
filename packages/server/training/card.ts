// What is known about a model version, kept with it: from which data, how made, how good.
import type { Report } from '@lectern/engine/evaluation/report.ts'
import type { Settings } from '@lectern/engine/models/models.ts'

export interface ModelCard {
  /** Kind of the model, and the settings it was trained with where they are not the published defaults. */
  readonly algorithm: string
  readonly settings: Settings
  readonly items: number
  /** After so long an interaction counts half, in training and in a reader's history; null: age does not matter. */
  readonly halfLifeMs: number | null
  readonly data: {
    readonly interactions: number
    readonly readers: number
    readonly items: number
    /** Unix milliseconds. */
    readonly firstAt: number
    readonly lastAt: number
  }
  /** Measured on a model trained before the split; null when there was too little to measure on. */
  readonly evaluation: { readonly report: Report; readonly sentences: readonly string[] } | null
  readonly engine: string
  readonly bytes: number
}

export interface PublishedModel {
  readonly version: string
  readonly model: string
  readonly blob: string
  readonly sha256: string
  readonly card: ModelCard
  readonly createdAt: number
}

/** Changes when the same data would no longer give the same model. */
export const engineVersion = '1'
