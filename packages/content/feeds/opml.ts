// Lists of feeds as other readers export them. Any text gives what can be read from it, and says what could not.
import { parseOpml } from 'feedsmith'

export interface ListedFeed {
  /** Absolute, http or https. */
  readonly url: string
  readonly title: string
  readonly siteUrl: string | null
  /** Names of the outlines above it, joined by ` / `. */
  readonly folder: string | null
  /** As the file says, such as `de`. */
  readonly language: string | null
}

interface FeedList {
  readonly title: string | null
  /** In the order of the file, each address once. */
  readonly feeds: readonly ListedFeed[]
  /** What was wrong and left out, for a person. */
  readonly warnings: readonly string[]
}

interface Outline {
  readonly text?: string | undefined
  readonly title?: string | undefined
  readonly xmlUrl?: string | undefined
  readonly htmlUrl?: string | undefined
  readonly language?: string | undefined
  readonly outlines?: readonly Outline[] | undefined
}

/** Reads an OPML file. Never throws: of a broken file the outlines that are whole are kept. */
export function readOpml(text: string): FeedList {
  const warnings: string[] = []
  const { title, outlines } = parse(text, warnings)
  const feeds = new Map<string, ListedFeed>()
  // A stack instead of recursion: a hostile file may nest deeper than ours goes.
  const waiting = outlines.map((outline) => ({ outline, folder: null as string | null })).reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { outline, folder } = next
    const name = nameOf(outline)
    if (outline.xmlUrl !== undefined) {
      const url = addressOf(outline.xmlUrl)
      if (url === null) warnings.push(`"${outline.xmlUrl.slice(0, 200)}" is not a web address`)
      else if (feeds.has(url)) warnings.push(`${url} is listed twice; the first counts`)
      else feeds.set(url, feedOf(outline, { url, name, folder }))
    }
    const path = name === null || outline.xmlUrl !== undefined ? folder : [folder, name].filter(Boolean).join(' / ')
    for (const inner of (outline.outlines ?? []).toReversed()) waiting.push({ outline: inner, folder: path })
  }
  if (feeds.size === 0) warnings.push('there is no outline with an xmlUrl')
  return { title, feeds: [...feeds.values()], warnings }
}

function feedOf(outline: Outline, at: { url: string; name: string | null; folder: string | null }): ListedFeed {
  return {
    url: at.url,
    title: at.name ?? at.url.replace(/^https?:\/\/(www\.)?/i, '').split('/')[0] ?? at.url,
    siteUrl: addressOf(outline.htmlUrl ?? ''),
    folder: at.folder,
    language: outline.language?.trim() || null,
  }
}

const nameOf = (outline: Outline): string | null => outline.title?.trim() || outline.text?.trim() || null

function addressOf(text: string): string | null {
  const url = text
    .trim()
    .replace(/^feed:(\/\/)?(?=https?:)/i, '')
    .replace(/^feed:/i, 'http:')
  return /^https?:\/\/[^\s/]+\S*$/i.test(url) ? url : null
}

function parse(text: string, warnings: string[]): { title: string | null; outlines: readonly Outline[] } {
  if (!/<\/opml\s*>|<opml[^>]*\/>/i.test(text)) warnings.push('the file ends before </opml>')
  try {
    const opml = parseOpml(text, { extraOutlineAttributes: ['language'] })
    return { title: opml.head?.title?.trim() || null, outlines: (opml.body?.outlines ?? []) as readonly Outline[] }
  } catch (cause) {
    warnings.push(`the file is not well-formed OPML (${(cause as Error).message}); folders are lost`)
    return { title: null, outlines: salvage(text) }
  }
}

/** The outline tags of a file that is no XML, without their nesting. */
function salvage(text: string): Outline[] {
  return [...text.matchAll(/<outline\s([^<>]*)>/gi)].map(([, inside = '']) => {
    const attributes = [...inside.matchAll(/([\w:]+)\s*=\s*("[^"]*"|'[^']*')/g)]
    const value = (name: string): string | undefined => {
      const found = attributes.find(([, key]) => key?.toLowerCase() === name.toLowerCase())
      return found === undefined ? undefined : decode((found[2] as string).slice(1, -1))
    }
    return {
      text: value('text'),
      title: value('title'),
      xmlUrl: value('xmlUrl'),
      htmlUrl: value('htmlUrl'),
      language: value('language'),
    }
  })
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (all, name) => entities[name] ?? all)
