// A card counts as seen once it was at least half visible for one second, in a page that was itself visible.

const seenAfterMs = 1_000

export interface ImpressionWatcher {
  watch(card: Element, seen: () => void): () => void
}

/** One observer for one slate; each card is reported at most once, also when it leaves and comes back. */
export function createImpressionWatcher(): ImpressionWatcher {
  const watched = new Map<Element, () => void>()
  const timers = new Map<Element, ReturnType<typeof setTimeout>>()
  const done = new Set<string>()

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(timers.get(target))
        if (isIntersecting)
          timers.set(
            target,
            setTimeout(() => seen(target), seenAfterMs),
          )
      }
    },
    { threshold: 0.5 },
  )

  function seen(card: Element): void {
    if (document.visibilityState === 'hidden') {
      document.addEventListener('visibilitychange', () => again(card), { once: true })
      return
    }
    const item = (card as HTMLElement).dataset.card ?? ''
    const report = watched.get(card)
    if (!report || done.has(item)) return
    done.add(item)
    report()
  }

  /** Observing anew reports the present state, so the second starts over. */
  function again(card: Element): void {
    if (!watched.has(card)) return
    observer.unobserve(card)
    observer.observe(card)
  }

  return {
    watch(card, report) {
      watched.set(card, report)
      observer.observe(card)
      return () => {
        watched.delete(card)
        clearTimeout(timers.get(card))
        timers.delete(card)
        observer.unobserve(card)
      }
    },
  }
}
