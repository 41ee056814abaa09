// Items met while importing: those with an article row are stored as it says; those that only events name are stored
// under their id, unless they are known.
import { addItems, knownItems, type NewItem, putItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { bareItem } from './format.ts'

const itemsPerBatch = 2000

export interface ItemsInPassing {
  described(item: NewItem): void
  named(id: string, title: string | undefined): void
  /** So many wait that they should be stored. */
  readonly full: boolean
  store(): Promise<void>
}

export function openItems(kernel: Pick<Kernel, 'database' | 'clock'>, origin: string): ItemsInPassing {
  const seen = new Set<string>()
  let described: NewItem[] = []
  let named: NewItem[] = []
  return {
    described(item) {
      seen.add(item.id)
      described.push(item)
    },
    named(id, title) {
      if (seen.has(id)) return
      seen.add(id)
      named.push(bareItem(id, title ?? id, origin))
    },
    get full() {
      return described.length >= itemsPerBatch
    },
    async store() {
      const [rows, names] = [described, named]
      described = []
      named = []
      await putItems(kernel, rows)
      const known = await knownItems(
        kernel,
        names.map((item) => item.id),
      )
      // What another file describes meanwhile stays as it says.
      await addItems(
        kernel,
        names.filter((item) => !known.has(item.id)),
      )
    },
  }
}
