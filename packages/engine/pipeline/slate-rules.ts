/** Rules of one request; conditions are already turned into rows (`Uint8Array` over the catalogue, 1 where it holds). */
export interface SlateRules {
  /** Only these rows. */
  readonly only?: Uint8Array
  /** Scores of the rows where `holds` is 1 are multiplied by `factor`, which is above 0. */
  readonly boosts?: readonly { readonly name: string; readonly holds: Uint8Array; readonly factor: number }[]
  /** Rows that editors or the caller put into a slot; nothing ranks above them. Those of the publication go first. */
  readonly pins?: readonly { readonly row: number; readonly slot: number; readonly by?: 'publication' }[]
  /** A slot that somebody paid for: the first of `rows` that may be shown; where `holds` is 1 the sponsor is named, in any slot. */
  readonly sponsored?: readonly {
    readonly name: string
    readonly sponsor: string
    readonly slot: number
    readonly rows: readonly number[]
    readonly holds: Uint8Array
  }[]
  /** What the publication shows nobody: rows where `spares` is 0. */
  readonly blocks?: readonly { readonly name: string; readonly spares: Uint8Array }[]
  /** `share` of 0 to 1 of the slots is given to rows where `holds` is 1, while there are such rows. */
  readonly promotions?: readonly {
    readonly name: string
    readonly holds: Uint8Array
    readonly share: number
    readonly by?: 'publication'
  }[]
  /** How many of the shown rows hold it. `max` is never broken, one of the publication not even by a request's pin; `min` is met as far as candidates allow. */
  readonly quotas?: readonly {
    readonly name: string
    readonly holds: Uint8Array
    readonly min?: number
    readonly max?: number
    readonly by?: 'publication'
  }[]
  /** The same for each publisher, topic, language or content type by itself. */
  readonly each?: readonly {
    readonly of: 'publisher' | 'topic' | 'language' | 'contentType'
    readonly min?: number
    readonly max?: number
    readonly by?: 'publication'
  }[]
  /** Slots from an item to the next of its publisher. Instead of the recipe's own. */
  readonly apart?: number
  /** 0: by worth alone, 1: as different as possible. Instead of the recipe's own. */
  readonly diversity?: number
  /** Rows shown to this reader within `withinMs` lose up to `rate` (0 to 1) of their score, less the longer ago. */
  readonly rotation?: { readonly rate: number; readonly withinMs: number }
  /** Share of slots given to exploration, 0 to 1. Instead of the recipe's own. */
  readonly exploration?: number
  /** Rows whose worth is below this share (0 to 1) of the best one's are left out. */
  readonly minimumRelevance?: number
}
