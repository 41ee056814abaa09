// Walks XML or HTML as a stream, however broken, and stops where it nests deeper than anything meant to be read.
import { type Handler, Parser } from 'htmlparser2'

export const deepest = 512

interface MarkupOptions {
  readonly xml: boolean
  /** Asked at each opening tag and text; true ends the walk. */
  readonly enough?: () => boolean
}

/** Calls the handler for each part; answers how many characters were read, fewer than there are when it stopped. */
export function readMarkup(markup: string, handler: Partial<Handler>, { xml, enough }: MarkupOptions): number {
  let depth = 0
  let stopped = false
  let partStart = 0
  const stopIf = (when: boolean): boolean => {
    stopped = when
    if (stopped) parser.pause()
    return stopped
  }
  const parser: Parser = new Parser(
    {
      ...handler,
      onopentagname() {
        if (!stopped) partStart = parser.startIndex
      },
      onopentag(name, attributes, implied) {
        if (stopped) return
        depth += 1
        // What the parser holds per level makes each further level dearer, so a hostile depth is not even tried.
        if (stopIf(depth > deepest || enough?.() === true)) return
        handler.onopentag?.(name, attributes, implied)
      },
      onclosetag(name, implied) {
        depth -= 1
        if (!stopped) handler.onclosetag?.(name, implied && !closesItself(markup, parser))
      },
      ontext(text) {
        if (!stopped) partStart = parser.startIndex
        if (stopped || stopIf(enough?.() === true)) return
        handler.ontext?.(text)
      },
    },
    { xmlMode: xml, decodeEntities: !xml, lowerCaseTags: !xml, lowerCaseAttributeNames: !xml },
  )
  parser.write(markup)
  if (!stopped) parser.end()
  return stopped ? partStart : markup.length
}

/** The parser calls `<a/>` implied too, although nothing is missing there. */
const closesItself = (markup: string, { startIndex, endIndex }: Parser): boolean =>
  markup[endIndex - 1] === '/' && markup[startIndex + 1] !== '/'
