// One item of the list, as elements; every text is set as text.
import type { Listed } from '@lectern/protocol/client/client.ts'

export interface Card {
  readonly root: HTMLElement
  focus(): void
}

interface CardOptions {
  readonly reasons: boolean
  opened(): void
  dismissed(): void
}

export function drawCard({ item, reason, sponsored }: Listed, options: CardOptions): Card {
  const root = element('li', { part: 'item', 'data-card': item.id })
  const link = element('a', { part: 'link' })
  const title = item.title ?? item.url ?? item.id
  const href = webAddress(item.url)
  if (href !== null) link.href = href
  const image = webAddress(item.imageUrl)
  if (image !== null) link.append(element('img', { part: 'image', src: image, alt: '', loading: 'lazy' }))
  link.append(text('span', 'title', title))
  // Also with the middle button, which opens another tab.
  for (const name of ['click', 'auxclick']) {
    link.addEventListener(name, (event) => {
      if (name === 'click' || (event as MouseEvent).button === 1) options.opened()
    })
  }
  const minutes = item.minutes ? `${item.minutes} min` : null
  const paid = sponsored && `Ad by ${sponsored.by}`
  const about = [paid, item.publisher, minutes].filter((each) => each).join(' · ')
  root.append(link)
  if (about !== '') root.append(text('span', 'meta', about))
  if (item.excerpt) root.append(text('p', 'excerpt', item.excerpt))
  if (options.reasons && reason?.text) root.append(text('p', 'reason', reason.text))
  const dismiss = element('button', { part: 'dismiss', type: 'button' })
  dismiss.ariaLabel = `Not for me: ${title}`
  dismiss.textContent = '×'
  dismiss.onclick = () => {
    const neighbour = (root.nextElementSibling ?? root.previousElementSibling)?.querySelector('a')
    root.remove()
    neighbour?.focus()
    options.dismissed()
  }
  root.append(dismiss)
  return { root, focus: () => link.focus() }
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function text(name: 'span' | 'p', part: string, content: string): HTMLElement {
  const made = element(name, { part })
  made.textContent = content
  return made
}

/** Only what a browser fetches from the web: no scripts, no data. */
function webAddress(address: string | null | undefined): string | null {
  return address && /^https?:/i.test(address) ? address : null
}
