// Names that a document declares for itself. Only plain ones: a name that stands for further names stays as it is, so
// nothing can grow.

const mostNames = 200
const longestValue = 1000

interface Declared {
  /** The document without its declaration. */
  readonly text: string
  readonly names: ReadonlyMap<string, string>
}

export function takeDoctype(text: string): Declared {
  const start = text.slice(0, 8192).search(/<!DOCTYPE[\s[>]/i)
  if (start < 0) return { text, names: new Map() }
  const close = text.indexOf('>', start)
  const subset = text.indexOf('[', start)
  const inside = subset >= 0 && subset < close
  const end = inside ? endOfSubset(text, subset) : close
  if (end < 0) return { text: text.slice(0, start), names: new Map() }
  return {
    text: text.slice(0, start) + text.slice(end + 1),
    names: inside ? namesIn(text.slice(subset + 1, end)) : new Map(),
  }
}

function endOfSubset(text: string, subset: number): number {
  const after = /\]\s*>/g
  after.lastIndex = subset
  const found = after.exec(text)
  return found === null ? -1 : found.index + found[0].length - 1
}

function namesIn(subset: string): Map<string, string> {
  const names = new Map<string, string>()
  for (const [, name, quoted] of subset.matchAll(/<!ENTITY\s+([\w.-]{1,100})\s+("[^"]*"|'[^']*')/g)) {
    if (names.size === mostNames) break
    const value = (quoted as string).slice(1, -1)
    if (value.length <= longestValue && !names.has(name as string)) names.set(name as string, value)
  }
  return names
}
