// The expectations of feedparser's tests: Python expressions, of which these forms are read: a path compared with a
// literal, has_key, bozo, joined by `and` or `or`. Everything else is `unread`.

export type Expression =
  | { readonly kind: 'equals'; readonly path: Path; readonly literal: Literal }
  | { readonly kind: 'length'; readonly path: Path; readonly literal: Literal }
  | { readonly kind: 'missing'; readonly path: Path }
  | { readonly kind: 'bozo'; readonly is: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] }
  | { readonly kind: 'runs' }
  | { readonly kind: 'unread'; readonly text: string }

export type Path = readonly (string | number)[]
export type Literal = string | number | boolean | null | readonly number[]

export function readExpression(source: string): Expression {
  const text = source.trim()
  const ors = split(text, ' or ')
  if (ors.length > 1) return { kind: 'any', parts: ors.map(readExpression) }
  const ands = split(text, ' and ')
  if (ands.length > 1) return { kind: 'all', parts: ands.map(readExpression) }
  if (text.startsWith('(') && text.endsWith(')')) return readExpression(text.slice(1, -1))
  if (text === '1') return { kind: 'runs' }
  if (text === 'bozo' || text === 'not bozo') return { kind: 'bozo', is: text === 'bozo' }
  return readComparison(text) ?? { kind: 'unread', text }
}

function readComparison(text: string): Expression | null {
  const missing = /^not\s+([\w.[\]'"]+)\.has_key\('(\w+)'\)$/.exec(text)
  const base = missing === null ? null : readPath(missing[1] as string)
  if (missing !== null && base !== null) return { kind: 'missing', path: [...base, missing[2] as string] }
  const sides = /^(len\()?([\w.[\]'"]+)\)?\s*(?:==|is)\s*(.+)$/s.exec(text)
  if (sides === null) return null
  const path = readPath(sides[2] as string)
  const literal = readLiteral((sides[3] as string).trim())
  if (path === null || literal === undefined) return null
  return { kind: sides[1] === undefined ? 'equals' : 'length', path, literal }
}

/** At words outside quotes and brackets. */
function split(text: string, word: string): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  let quote: string | null = null
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] as string
    if (letter === '\\') at += 1
    else if (quote !== null) {
      if (text.startsWith(quote, at)) {
        at += quote.length - 1
        quote = null
      }
    } else if (letter === '"' || letter === "'") {
      quote = text.startsWith(letter.repeat(3), at) ? letter.repeat(3) : letter
      at += quote.length - 1
    } else if (/[([{]/.test(letter)) depth += 1
    else if (/[)\]}]/.test(letter)) depth -= 1
    else if (depth === 0 && text.startsWith(word, at)) {
      parts.push(text.slice(from, at))
      from = at + word.length
      at = from - 1
    }
  }
  return [...parts, text.slice(from)]
}

function readPath(text: string): Path | null {
  const steps = [...text.matchAll(/(?:^|\.)(\w+)|\[(\d+)\]|\['(\w+)'\]|\["(\w+)"\]/g)]
  if (steps.map(([all]) => all).join('') !== text) return null
  return steps.map(([, name, index, single, double]) =>
    index === undefined ? ((name ?? single ?? double) as string) : Number(index),
  )
}

function readLiteral(text: string): Literal | undefined {
  if (text === 'None') return null
  if (text === 'True' || text === 'False') return text === 'True'
  if (/^-?\d+$/.test(text)) return Number(text)
  if (/^\([\d,\s]+\)$/.test(text)) return text.slice(1, -1).split(',').map(Number)
  const joined = split(text, ' + ')
  if (joined.length > 1) return joined.map((part) => readLiteral(part.trim())).join('')
  const quoted = /^u?("""|'''|"|')(.*)\1$/s.exec(text)
  return quoted === null ? undefined : unescaped(quoted[2] as string)
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' }

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([\s\S]))/gi, (_, x, u, long, letter) => {
    const code = x ?? u ?? long
    return code === undefined ? (letters[letter] ?? letter) : String.fromCodePoint(Number.parseInt(code, 16))
  })
