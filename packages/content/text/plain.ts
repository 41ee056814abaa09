// Markup to text as a reader would say it aloud: no scripts, no styles, one space where a browser would show a gap.
import { readMarkup } from './read-markup.ts'

const silent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head'])
const inline = new Set(
  `a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span
   strike strong sub sup time tt u var wbr`.split(/\s+/),
)

/** The text of an HTML fragment in one line. */
export const plainText = (html: string): string => oneLine(textWithBreaks(html))

/** The same with a line per paragraph. */
export function plainLines(html: string): string {
  const lines = textWithBreaks(html).split('\f').map(oneLine)
  return lines.filter((line) => line !== '').join('\n')
}

/** A form feed, which no text has, where a block begins or ends. */
function textWithBreaks(html: string): string {
  if (!/[<&]/.test(html)) return html
  const parts: string[] = []
  let muted = 0
  readMarkup(
    html,
    {
      onopentag(name) {
        if (silent.has(name)) muted += 1
        if (!inline.has(name)) parts.push('\f')
      },
      onclosetag(name) {
        if (silent.has(name)) muted -= 1
        if (!inline.has(name)) parts.push('\f')
      },
      ontext(text) {
        if (muted === 0) parts.push(text)
      },
    },
    { xml: false },
  )
  return parts.join('')
}

/** White space of any kind becomes one space; what cannot be shown goes. */
export const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u200b\u2060]/gu, '')
    .trim()

/** At most this many characters, cut between words where there are any, with an ellipsis when something is missing. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  const lastGap = cut.search(/\s\S*$/)
  const end = lastGap > most / 2 ? lastGap : most - 1
  return `${cut.slice(0, end).replace(/[\ud800-\udbff]$/, '')}…`
}

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
