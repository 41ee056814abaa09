// Walks XML or HTML as a stream, however broken, and stops where it nests deeper than anything meant to be read.
import { type Handler, Parser } from 'htmlparser2'

export const deepest = 512

export interface MarkupOptions {
  readonly xml: boolean
  /** Asked at each opening tag; true ends the walk. */
  readonly enough?: () => boolean
}

/** Calls the handler for each part; false when it stopped before the end. */
export function readMarkup(markup: string, handler: Partial<Handler>, { xml, enough }: MarkupOptions): boolean {
  let depth = 0
  let stopped = false
  const parser: Parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, implied) {
        if (stopped) return
        depth += 1
        // What the parser holds per level makes each further level dearer, so a hostile depth is not even tried.
        stopped = depth > deepest || enough?.() === true
        if (stopped) parser.pause()
        else handler.onopentag?.(name, attributes, implied)
      },
      onclosetag(name, implied) {
        depth -= 1
        if (!stopped) handler.onclosetag?.(name, implied && !closesItself(markup, parser))
      },
      ontext(text) {
        if (!stopped) handler.ontext?.(text)
      },
    },
    { xmlMode: xml, decodeEntities: !xml, lowerCaseTags: !xml, lowerCaseAttributeNames: !xml },
  )
  parser.write(markup)
  if (!stopped) parser.end()
  return !stopped
}

/** The parser calls `<a/>` implied too, although nothing is missing there. */
const closesItself = (markup: string, { startIndex, endIndex }: Parser): boolean =>
  markup[endIndex - 1] === '/' && markup[startIndex + 1] !== '/'
