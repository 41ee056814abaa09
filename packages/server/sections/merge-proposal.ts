// What a model's proposal makes of a section: its own items are added, put in its order and taken out; what a person put
// there keeps its place, what a person removed stays away.

interface Member {
  readonly item: string
  readonly source: 'person' | 'model'
}

interface Merged {
  /** Items in the order of the section. */
  readonly items: readonly Member[]
  readonly added: readonly string[]
  /** The model's own items that it no longer names. */
  readonly deactivated: readonly string[]
  readonly refused: readonly string[]
}

export function mergeProposal(
  current: readonly Member[],
  { wanted, removed }: { readonly wanted: readonly string[]; readonly removed: ReadonlySet<string> },
): Merged {
  const distinct = [...new Set(wanted)]
  const allowed = distinct.filter((item) => !removed.has(item))
  const ofPeople = new Set(current.filter(({ source }) => source === 'person').map(({ item }) => item))
  const models = allowed.filter((item) => !ofPeople.has(item))
  const items: Member[] = models.map((item) => ({ item, source: 'model' }))
  // In ascending places, so that each stands where it stood once all are in.
  for (const [place, member] of current.entries())
    if (member.source === 'person') items.splice(Math.min(place, items.length), 0, member)
  const had = new Set(current.map(({ item }) => item))
  const has = new Set(items.map(({ item }) => item))
  return {
    items,
    added: models.filter((item) => !had.has(item)),
    deactivated: current.flatMap(({ item }) => (has.has(item) ? [] : [item])),
    refused: distinct.filter((item) => removed.has(item)),
  }
}
