// The queue of the Desk in one browser: decisions are shown at once and sent behind, the next prospects are loaded before
// they are needed, and every decision can be taken back in turn. No page and no network in here: both are passed in.
import type {
  Decided,
  DecisionBody,
  Prospect,
  ProspectPage,
  ProspectPatch,
  Publisher,
} from '@lectern/protocol/rest/desk-prospects.ts'
import { cell } from './cell.ts'

export interface TriageApi {
  page(cursor: string | null): Promise<ProspectPage>
  decide(id: string, body: DecisionBody): Promise<Decided>
  undo(decision: string): Promise<unknown>
  patch(id: string, patch: ProspectPatch): Promise<Prospect>
  /** Said to the editor; with a way back, or as trouble. */
  tell(text: string, undo: (() => void) | null): void
  /** Somebody else decided it: it does not come back. */
  isConflict(error: unknown): boolean
  wordsOf(error: unknown): string
}

interface TriageState {
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly error: unknown
  readonly entries: readonly Prospect[]
  readonly current: string | null
  readonly publishers: ReadonlyMap<string, Publisher>
  /** Decisions of this visit that stand. */
  readonly done: number
  readonly hasMore: boolean
}

/** So many are kept ahead of the editor. */
const ahead = 15

interface Made {
  readonly prospect: Prospect
  readonly at: number
  readonly sent: Promise<Decided>
}

const said = { approve: 'Approved', reject: 'Rejected', dismiss: 'Dismissed', later: 'Put off' } as const

export function openTriage(api: TriageApi) {
  const state = cell<TriageState>({
    phase: 'loading',
    error: null,
    entries: [],
    current: null,
    publishers: new Map(),
    done: 0,
    hasMore: false,
  })
  let cursor: string | null = null
  let loading = false
  /** Of this visit, oldest first. */
  let made: readonly Made[] = []
  /** Decided here: a page that was asked for before does not bring it back. */
  const gone = new Set<string>()
  /** What is under way for a prospect; the next about the same waits for it. */
  const underWay = new Map<string, Promise<unknown>>()

  const set = (more: Partial<TriageState>): void => state.set({ ...state.get(), ...more })
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = underWay.get(id) ?? Promise.resolve()
    const mine = before.then(work, work)
    underWay.set(
      id,
      mine.catch(() => undefined),
    )
    return mine
  }

  async function load(): Promise<void> {
    if (loading) return
    loading = true
    try {
      const page = await api.page(cursor)
      cursor = page.next
      const { entries, current, publishers } = state.get()
      const known = new Set(entries.map(({ id }) => id))
      const all = [...entries, ...page.prospects.filter(({ id }) => !known.has(id) && !gone.has(id))]
      const named = new Map([...publishers, ...page.publishers.map((each) => [each.domain, each] as const)])
      const first = current ?? all[0]?.id ?? null
      set({ phase: 'ready', error: null, entries: all, current: first, publishers: named, hasMore: page.next !== null })
    } catch (error) {
      set(state.get().entries.length === 0 ? { phase: 'failed', error } : { error })
    } finally {
      loading = false
    }
  }

  function take(id: string): number {
    const { entries, current } = state.get()
    const at = entries.findIndex((entry) => entry.id === id)
    if (at < 0) return at
    const left = entries.toSpliced(at, 1)
    gone.add(id)
    set({ entries: left, current: current === id ? ((left[at] ?? left.at(-1))?.id ?? null) : current })
    if (left.length < ahead && state.get().hasMore) void load()
    return at
  }

  function putBack({ prospect, at }: Pick<Made, 'prospect' | 'at'>): void {
    gone.delete(prospect.id)
    const { entries } = state.get()
    if (entries.some(({ id }) => id === prospect.id)) return
    set({ entries: entries.toSpliced(Math.min(at, entries.length), 0, prospect), current: prospect.id })
  }

  function decide(prospect: Prospect, body: DecisionBody): void {
    const at = take(prospect.id)
    if (at < 0) return
    const sent = inTurn(prospect.id, () => api.decide(prospect.id, body))
    const one: Made = { prospect, at, sent }
    made = [...made, one]
    set({ done: state.get().done + 1 })
    api.tell(`${said[body.kind]} “${shorten(prospect.title)}”`, () => undo(one))
    sent.catch((error) => {
      if (!made.includes(one)) return // taken back before it failed
      forget(one)
      if (!api.isConflict(error)) putBack(one)
      api.tell(api.wordsOf(error), null)
    })
  }

  function forget(one: Made): void {
    made = made.filter((each) => each !== one)
    set({ done: state.get().done - 1 })
  }

  /** The newest one, or one of before. False when there is none. */
  function undo(one: Made | undefined = made.at(-1)): boolean {
    if (one === undefined || !made.includes(one)) return false
    forget(one)
    putBack(one)
    inTurn(one.prospect.id, async () => {
      const decided = await one.sent.catch(() => null)
      if (decided !== null) await api.undo(decided.decision)
    }).catch((error) => {
      take(one.prospect.id)
      api.tell(api.wordsOf(error), null)
    })
    return true
  }

  return {
    state,
    load,
    decide,
    undo: () => undo(),
    /** Read anew, as after many decisions at once. */
    async restart(): Promise<void> {
      cursor = null
      made = []
      gone.clear()
      set({ phase: 'loading', entries: [], current: null, done: 0 })
      await load()
    },
    step(by: 1 | -1): void {
      const { entries, current } = state.get()
      const next = entries[entries.findIndex(({ id }) => id === current) + by]
      if (next !== undefined) set({ current: next.id })
      if (by === 1 && state.get().hasMore && entries.indexOf(next ?? entries.at(-1)!) > entries.length - ahead)
        void load()
    },
    show: (id: string): void => set({ current: id }),
    /** Shown at once; as it was when the server does not take it. */
    edit(prospect: Prospect, patch: ProspectPatch): void {
      const swap = (to: Prospect): void =>
        set({ entries: state.get().entries.map((entry) => (entry.id === to.id ? to : entry)) })
      swap({ ...prospect, ...(JSON.parse(JSON.stringify(patch)) as Partial<Prospect>) })
      inTurn(prospect.id, () => api.patch(prospect.id, patch)).then(swap, (error) => {
        swap(prospect)
        api.tell(api.wordsOf(error), null)
      })
    },
  }
}

export type Triage = ReturnType<typeof openTriage>

const shorten = (title: string): string => (title.length > 50 ? `${title.slice(0, 49).trimEnd()}…` : title)
