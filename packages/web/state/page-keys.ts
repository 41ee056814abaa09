// The single keys of the page that is shown, beside those of the whole app: registered while the page is there, obeyed
// before them, listed in the help.
import { useEffect, useRef } from 'react'
import { cell } from './cell.ts'

export interface PageKey {
  /** As `KeyboardEvent.key` names it. */
  readonly key: string
  readonly does: string
  /** False: not now, and the key may mean something else. */
  readonly run: () => unknown
  /** What help and buttons show, where the key's name is no glyph. */
  readonly shown?: string
}

/** The last registered counts first: a part within a page takes a key over while it is open. */
export const pageKeys = cell<readonly (readonly PageKey[])[]>([])

/** The keys are those of the newest render; what they run sees its state. */
export function usePageKeys(keys: readonly PageKey[]): void {
  const newest = useRef(keys)
  newest.current = keys
  const names = keys.map(({ key, does }) => `${key} ${does}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered anew when other keys are named, not when they run something else.
  useEffect(() => {
    const registered = newest.current.map((entry, at) => ({ ...entry, run: () => newest.current[at]?.run() }))
    pageKeys.set([...pageKeys.get(), registered])
    return () => pageKeys.set(pageKeys.get().filter((each) => each !== registered))
  }, [names])
}

/** Runs the key when a page has it; true when it was taken. */
export function runPageKey(key: string): boolean {
  for (const keys of pageKeys.get().toReversed()) {
    const entry = keys.find((each) => each.key === key)
    if (entry !== undefined && entry.run() !== false) return true
  }
  return false
}
