// <lectern-list>: a list on any page, with one script and one element. It asks for the list, shows it, and tells what was
// seen, opened and dismissed. Text is set as text, never as markup. What it looks like is in style.ts, what it tells in
// told.ts; docs/guide/surfaces.md lists attributes, parts and custom properties.
import { type Call, createCall, newId } from '@lectern/protocol/client/call.ts'
import type { List, Listed } from '@lectern/protocol/client/client.ts'
import { type Card, drawCard, element } from './card.ts'
import { listSheet } from './style.ts'
import { openTold, type Told } from './told.ts'

/** Where this script came from is where Lectern is, unless an attribute says otherwise. */
const script = document.currentScript as HTMLScriptElement | null
const home = script?.src ? new URL(script.src).origin : location.origin
const deviceKey = 'lectern.device'

interface From {
  readonly call: Call
  readonly device: string
  readonly signal: AbortSignal
}

class LecternList extends HTMLElement {
  static readonly observedAttributes = ['server', 'surface', 'key', 'n', 'device', 'language']
  #asked: AbortController | null = null
  #told: Told | null = null
  #queued = false
  readonly #root = this.attachShadow({ mode: 'open' })

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [listSheet()]
    this.#later()
  }

  disconnectedCallback(): void {
    this.#asked?.abort()
    this.#told?.close()
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#later()
  }

  /** Several attributes set in a row ask once. */
  #later(): void {
    if (this.#queued) return
    this.#queued = true
    queueMicrotask(() => {
      this.#queued = false
      if (this.isConnected) void this.load()
    })
  }

  /** Asks for a new list and shows it; what is inside the element shows until there is one. */
  async load(): Promise<void> {
    this.#asked?.abort()
    this.#told?.close()
    this.#asked = new AbortController()
    const { signal } = this.#asked
    const call = createCall({ url: this.getAttribute('server') ?? home, key: this.getAttribute('key') ?? undefined })
    const surface = this.getAttribute('surface') ?? 'home'
    const device = this.#device()
    const n = this.getAttribute('n')
    this.#told = openTold(call, { surface, device })
    if (this.#root.childElementCount === 0) this.#root.replaceChildren(document.createElement('slot'))
    this.ariaBusy = 'true'
    const languages = this.getAttribute('language')
      ?.split(/[\s,]+/)
      .filter(Boolean)
    const body = { n: n === null ? undefined : Number(n), device, languages, explain: 'words' }
    try {
      const list = await call<List>(`/v1/surfaces/${encodeURIComponent(surface)}/recommend`, { body, signal })
      this.#show(list, { call, device, signal })
    } catch (cause) {
      if (!signal.aborted) {
        console.info(cause) // a developer who sees no list looks here first
        this.dispatchEvent(new CustomEvent('lectern-error', { detail: cause, bubbles: true }))
      }
    } finally {
      if (!signal.aborted) this.ariaBusy = null
    }
  }

  #show(list: List, from: From): void {
    if (list.items.length === 0) return
    const items = element('ul', { part: 'items', role: 'list' })
    const section = element('section', { part: 'list' })
    const heading = this.getAttribute('heading')
    if (heading === null) section.ariaLabel = 'Recommended'
    else {
      const title = element('h2', { part: 'heading', id: 'heading' })
      title.textContent = heading
      section.setAttribute('aria-labelledby', 'heading')
      section.append(title)
    }
    section.append(items)
    this.#append(items, list)
    if (this.hasAttribute('more')) section.append(this.#moreButton(items, { ...from, slate: list.slate }))
    this.#root.replaceChildren(section)
    this.dispatchEvent(new CustomEvent('lectern-load', { detail: list, bubbles: true }))
  }

  #append(items: HTMLElement, list: List): Card | undefined {
    const told = this.#told!
    const cards = list.items.map((line: Listed) =>
      drawCard(line, {
        reasons: this.getAttribute('reasons') !== 'off',
        opened: () => told.now('open', list, line),
        dismissed: () => told.now('dismiss', list, line),
      }),
    )
    items.append(...cards.map(({ root }) => root))
    for (const [k, card] of cards.entries()) told.seen(card.root, list, list.items[k]!)
    return cards[0]
  }

  #moreButton(items: HTMLElement, at: From & { slate: string }): HTMLElement {
    const button = element('button', { part: 'more', type: 'button' })
    button.textContent = this.getAttribute('more') || 'More'
    let { slate } = at
    button.onclick = async () => {
      button.disabled = true
      const list = await at.call<List>(`/v1/slates/${slate}/next?device=${at.device}`, at).catch(() => null)
      button.disabled = false
      if (list === null) return
      slate = list.slate
      if (list.items.length === 0) return button.remove()
      this.#append(items, list)?.focus()
    }
    return button
  }

  /** A random id: the page's own, one kept in this browser where `remember` allows it, else one for as long as this page. */
  #device(): string {
    const own = this.getAttribute('device')
    if (own !== null) return own
    if (!this.hasAttribute('remember')) return unremembered
    try {
      const known = localStorage.getItem(deviceKey) ?? newId()
      localStorage.setItem(deviceKey, known)
      return known
    } catch {
      return unremembered // storage is closed to this page
    }
  }
}

const unremembered = newId()

if (customElements.get('lectern-list') === undefined) customElements.define('lectern-list', LecternList)
