// Which card has the keyboard, and where it goes when a card leaves or comes back.

const cards = () => [...document.querySelectorAll<HTMLElement>('[data-card]')]

export function currentCard(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-card]') ?? null
}

/** One card on or back from the current one; without one, the first card in view. */
export function stepCard(step: 1 | -1): void {
  const all = cards()
  const current = currentCard()
  const inView = all.findIndex((card) => card.getBoundingClientRect().bottom > 0)
  const target = current ? all[all.indexOf(current) + step] : all[Math.max(0, inView)]
  if (!target) return
  target.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'nearest' })
}

/** Before a card goes: the next card takes the focus, else the one before, else the page. */
export function leaveCard(item: string): void {
  const all = cards()
  const at = all.findIndex((card) => card.dataset.card === item)
  const target = all[at + 1] ?? all[at - 1] ?? document.querySelector<HTMLElement>('main')
  target?.focus({ preventScroll: true })
}

let awaited: string | null = null

/** Focuses a card that is there, or as soon as it comes back. */
export function restoreFocus(item: string): void {
  const card = cards().find((one) => one.dataset.card === item)
  if (card) card.focus()
  else awaited = item
}

/** A card calls this when it appears. */
export function cardAppeared(card: HTMLElement): void {
  if (card.dataset.card !== awaited) return
  awaited = null
  card.focus()
}
