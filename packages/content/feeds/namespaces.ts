// The names that feeds use for their vocabularies, in the spellings that are found. RSS and Atom have the empty prefix:
// feeds mix them, and where both have a word it means the same.

const known: Readonly<Record<string, string>> = {
  'www.w3.org/2005/atom': '',
  'purl.org/atom/ns': '',
  'purl.org/rss/1.0': '',
  'my.netscape.com/rdf/simple/0.9': '',
  'my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'channel.netscape.com/rdf/simple/0.9': '',
  'backend.userland.com/rss': '',
  'backend.userland.com/rss2': '',
  'backend.userland.com/rss091': '',
  'blogs.law.harvard.edu/tech/rss': '',
  'cyber.law.harvard.edu/rss/rss.html': '',
  'www.rssboard.org/rss-specification': '',
  'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'www.w3.org/1999/xhtml': 'xhtml',
  'www.w3.org/xml/1998/namespace': 'xml',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'search.yahoo.com/mrss': 'media',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'rssnamespace.org/feedburner/ext/1.0': 'feedburner',
}
const prefixes = new Set(Object.values(known))

const mostPrefixes = 200

export type Scope = ReadonlyMap<string, string>
/** Prefixes count also where a document forgot to declare them. */
export const outermost: Scope = new Map([...prefixes, 'atom', 'rss'].map((prefix) => [prefix, ownPrefix(prefix)]))

function ownPrefix(prefix: string): string {
  return prefix === 'atom' || prefix === 'rss' ? '' : prefix
}

/** The scope inside an element that declares something. */
export function scopeInside(scope: Scope, attributes: Readonly<Record<string, string>>): Scope {
  const declared = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return scope
  // Copying what is declared above makes nesting dear; no feed has a tenth of this many.
  if (scope.size + declared.length > mostPrefixes) return scope
  const inner = new Map(scope)
  for (const [name, uri] of declared) inner.set(name.slice(6), prefixOf(uri, name))
  return inner
}

function prefixOf(uri: string, name: string): string {
  const bare = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]+$/, '')
  const own = known[bare]
  if (own !== undefined) return own
  // The whole feed in a vocabulary of its own is still read; a part of it is not ours.
  return name === 'xmlns' && !/w3\.org/.test(bare) ? '' : bare
}

/** The key of a name as written, and its local part. */
export function named(name: string, scope: Scope): { readonly key: string; readonly name: string } {
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? '' : name.slice(0, colon).toLowerCase()
  const local = name.slice(colon + 1)
  const own = scope.get(prefix) ?? prefix
  const word = local.toLowerCase()
  return { key: own === '' ? word : `${own}:${word}`, name: local }
}
