// Small values kept in this browser. Storage may be off or full: then a value lives as long as the page.

const prefix = 'lectern.'

/** Reads and writes JSON under one name; `parse` returns null for what it does not understand. */
export function kept<T>(name: string, parse: (value: unknown) => T | null, fallback: T) {
  let held: T | null = null
  return {
    get(): T {
      if (held === null) held = read(name, parse) ?? fallback
      return held
    },
    set(value: T): void {
      held = value
      write(name, value)
    },
  }
}

function read<T>(name: string, parse: (value: unknown) => T | null): T | null {
  try {
    const text = localStorage.getItem(prefix + name)
    return text === null ? null : parse(JSON.parse(text))
  } catch (cause) {
    console.info(`Lectern could not read "${name}" from this browser's storage.`, cause)
    return null
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch (cause) {
    console.info(`Lectern could not keep "${name}" in this browser's storage.`, cause)
  }
}
