import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Vocabulary } from '../data/vocabulary.ts'
import { type CatalogueEntry, createCatalogue } from './catalogue.ts'
import { updateCatalogue } from './catalogue-update.ts'
import type { Catalogue, Groups } from './slate.ts'

const entry: fc.Arbitrary<CatalogueEntry> = fc.record({
  item: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  publisher: fc.constantFrom('p', 'q', null),
  topic: fc.constantFrom('s', 't', 'u', null),
  language: fc.constantFrom('en', 'de', null),
  contentType: fc.constantFrom('article', 'video'),
  cluster: fc.constantFrom('x', 'y', null),
  regions: fc.constantFrom(['DE'], ['AT', 'CH'], null),
  addedAt: fc.nat(3),
  publishedAt: fc.constantFrom(5, null),
  minutes: fc.constantFrom(2, null),
  available: fc.boolean(),
  paywalled: fc.boolean(),
})
const entries = fc.uniqueArray(entry, { selector: ({ item }) => item })

/** Codes by name: their numbers depend on the order of arrival. */
function plain(catalogue: Catalogue) {
  const names = (codes: Int32Array, vocabulary: Vocabulary) =>
    Array.from(codes, (code) => (code < 0 ? null : vocabulary.id(code)))
  const groups = ({ indptr, rows }: Groups, vocabulary: Vocabulary) =>
    vocabulary.ids
      .map((id, code) => [id, [...rows.subarray(indptr[code], indptr[code + 1])]] as const)
      .filter(([, members]) => members.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  const { publishers, topics, languages, contentTypes, clusters } = catalogue
  return {
    items: [...catalogue.items.ids],
    named: [
      names(catalogue.publisher, publishers),
      names(catalogue.topic, topics),
      names(catalogue.language, languages),
      names(catalogue.contentType, contentTypes),
      names(catalogue.cluster, clusters),
    ],
    groups: [
      groups(catalogue.rowsOf.publisher, publishers),
      groups(catalogue.rowsOf.topic, topics),
      groups(catalogue.rowsOf.language, languages),
      groups(catalogue.rowsOf.contentType, contentTypes),
    ],
    numbers: [catalogue.paywalled, catalogue.publishedAt, catalogue.addedAt, catalogue.minutes, catalogue.available],
    newestFirst: [...catalogue.newestFirst],
    onlyIn: new Map([...catalogue.onlyIn].sort(([a], [b]) => a - b)),
  }
}

test('a catalogue that was changed equals one made anew, and the one before stays as it was', () => {
  fc.assert(
    fc.property(entries, fc.array(entries, { maxLength: 4 }), (first, changes) => {
      const known = new Map(first.map((each) => [each.item, each]))
      let catalogue = createCatalogue(first)
      for (const changed of changes) {
        const [before, was] = [catalogue, structuredClone(plain(catalogue))]
        catalogue = updateCatalogue(catalogue, changed)
        for (const each of changed) known.set(each.item, each)
        assert.deepEqual(plain(catalogue), plain(createCatalogue([...known.values()])))
        assert.deepEqual(plain(before), was)
        for (const { item } of changed) assert.equal(before.items.row(item) >= 0, was.items.includes(item))
      }
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('two catalogues that go on from the same one know their own new items only', () => {
  const base = createCatalogue([{ item: 'a', addedAt: 0 }])
  const left = updateCatalogue(base, [{ item: 'l', addedAt: 1 }])
  const right = updateCatalogue(base, [{ item: 'r', addedAt: 1 }])
  assert.deepEqual([left.items.row('r'), right.items.row('l'), base.items.row('l')], [-1, -1, -1])
  assert.deepEqual([left.items.row('l'), right.items.row('r')], [1, 1])
})
