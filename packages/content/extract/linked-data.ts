// What a page says of itself in JSON-LD (schema.org), however it is nested.
import { oneLine, plainText } from '../text/plain.ts'
import type { PageDocument } from './document.ts'

export type Fields = Readonly<Record<string, unknown>>

const longestScript = 500_000
const mostNodes = 2000
const documents =
  /^(?:\w*Article|\w*Posting|Report|Review|Recipe|CreativeWork|HowTo|PodcastEpisode|VideoObject|AnalysisNewsArticle)$/

/** The nodes that describe the document itself, the most exact first. */
export function linkedNodes(document: PageDocument): Fields[] {
  const nodes: Fields[] = []
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    const text = script.textContent ?? ''
    if (text.length <= longestScript) nodes.push(...nodesIn(parsed(text)))
  }
  const own = nodes.filter((node) => typesOf(node).some((type) => documents.test(type)))
  return [
    ...own.filter((node) => /Article|Posting/.test(typesOf(node).join())),
    ...own.filter((node) => !/Article|Posting/.test(typesOf(node).join())),
  ]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*(?:<!\[CDATA\[|<!--)|(?:\]\]>|-->)\s*$/g, ''))
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

/** Of a list or a graph all, of a page what it is about; not what an article links to. */
function nodesIn(value: unknown): Fields[] {
  const waiting = [value]
  const nodes: Fields[] = []
  // By index: taking from the front moves all that waits.
  for (let at = 0; at < waiting.length && nodes.length < mostNodes; at += 1) {
    const next = waiting[at]
    const fields = fieldsOf(next)
    if (Array.isArray(next)) waiting.push(...next.slice(0, mostNodes))
    if (fields === null) continue
    nodes.push(fields)
    waiting.push(...listOf(fields['@graph']).slice(0, mostNodes), fields.mainEntity)
  }
  return nodes
}

const typesOf = (node: Fields): string[] => listOf(node['@type']).filter((type) => typeof type === 'string')

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null

/** JSON-LD has one value where there is one and a list where there are more. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

export const wordsOf = (value: unknown): string | null =>
  typeof value === 'string' ? plainText(value.slice(0, 5000)) || null : null

/** Names of people or organisations: as text or as things with a name. */
export function namesOf(value: unknown): string[] {
  const names = listOf(value).map((each) => wordsOf(each) ?? wordsOf(fieldsOf(each)?.name) ?? '')
  return [...new Set(names.map(oneLine).filter((name) => name !== '' && !/^https?:/i.test(name)))]
}

/** The first of the nodes that says it. */
export function firstOf<T>(nodes: readonly Fields[], read: (node: Fields) => T | null): T | null {
  for (const node of nodes) {
    const value = read(node)
    if (value !== null) return value
  }
  return null
}
