import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decided, Prospect, ProspectPage } from '@lectern/protocol/rest/desk-prospects.ts'
import { openTriage, type TriageApi } from './triage.ts'

const prospect = (id: string): Prospect => ({ id, title: `Title of ${id}`, domain: 'paper.example' }) as Prospect
const conflict = new Error('“Title of b” was approved by Grace; nothing was changed.')

/** A server with these pages; what it was asked for stands in `asked`. */
function opened(pages: string[][], fail: Record<string, Error> = {}) {
  const asked: string[] = []
  const told: string[] = []
  const undos: (() => void)[] = []
  let decisions = 0
  const api: TriageApi = {
    async page(cursor) {
      const at = Number(cursor ?? 0)
      asked.push(`page ${at}`)
      const next = at + 1 < pages.length ? String(at + 1) : null
      return { prospects: (pages[at] ?? []).map(prospect), publishers: [], next } as ProspectPage
    },
    async decide(id, { kind }) {
      asked.push(`${kind} ${id}`)
      if (fail[id]) throw fail[id]
      return { decision: `${kind} ${id} ${++decisions}` } as Decided
    },
    async undo(decision) {
      asked.push(`undo ${decision}`)
    },
    async patch(id, patch) {
      if (fail[id]) throw fail[id]
      return { ...prospect(id), ...patch } as Prospect
    },
    tell(text, undo) {
      told.push(text)
      if (undo) undos.push(undo)
    },
    isConflict: (error) => error === conflict,
    wordsOf: (error) => (error as Error).message,
  }
  return { triage: openTriage(api), asked, told, undos }
}
const idle = () => new Promise((done) => setImmediate(done))
const shown = ({ state }: ReturnType<typeof openTriage>) => {
  const { entries, current, done } = state.get()
  return { ids: entries.map(({ id }) => id).join(''), current, done }
}

test('a decision leaves the queue at once, and the next one is current before the server answered', async () => {
  const { triage, asked, told } = opened([['a', 'b', 'c']])
  await triage.load()
  triage.decide(prospect('a'), { kind: 'approve' })
  assert.deepEqual(shown(triage), { ids: 'bc', current: 'b', done: 1 })
  assert.deepEqual(told, ['Approved “Title of a”'])
  await idle()
  assert.deepEqual(asked, ['page 0', 'approve a'])
})

test('taking back goes one by one, the newest first, each to its old place', async () => {
  const { triage, asked } = opened([['a', 'b', 'c']])
  await triage.load()
  triage.step(1)
  triage.decide(prospect('b'), { kind: 'dismiss' })
  triage.decide(prospect('c'), { kind: 'approve' })
  assert.deepEqual(shown(triage), { ids: 'a', current: 'a', done: 2 })
  assert.equal(triage.undo(), true)
  assert.equal(triage.undo(), true)
  assert.equal(triage.undo(), false)
  assert.deepEqual(shown(triage), { ids: 'abc', current: 'b', done: 0 })
  await idle()
  assert.deepEqual(asked.slice(-2).sort(), ['undo approve c 2', 'undo dismiss b 1'])
})

test('decided, taken back and decided again: the server hears it in that order', async () => {
  const { triage, asked } = opened([['a']])
  await triage.load()
  triage.decide(prospect('a'), { kind: 'approve' })
  triage.undo()
  triage.decide(prospect('a'), { kind: 'dismiss' })
  for (let k = 0; k < 5; k++) await idle()
  assert.deepEqual(asked, ['page 0', 'approve a', 'undo approve a 1', 'dismiss a'])
})

test('what the server refused comes back with the reason; what somebody else decided does not', async () => {
  const { triage, told } = opened([['a', 'b', 'c']], { a: new Error('topic is not known'), b: conflict })
  await triage.load()
  triage.decide(prospect('a'), { kind: 'approve' })
  triage.decide(prospect('b'), { kind: 'approve' })
  await idle()
  assert.deepEqual(shown(triage), { ids: 'ac', current: 'a', done: 0 })
  assert.deepEqual(told.slice(-2), ['topic is not known', conflict.message])
})

test('more are loaded before the queue runs out, and what was decided meanwhile does not come back', async () => {
  const { triage, asked } = opened([['a', 'b'], ['b', 'a', 'c'], ['d']])
  await triage.load()
  triage.decide(prospect('a'), { kind: 'approve' })
  await idle()
  assert.deepEqual(shown(triage), { ids: 'bc', current: 'b', done: 1 })
  assert.ok(asked.includes('page 1'))
  triage.decide(prospect('b'), { kind: 'approve' })
  await idle()
  assert.deepEqual(shown(triage).ids, 'cd')
})

test('an edit is shown at once, and taken back when the server does not take it', async () => {
  const { triage } = opened([['a', 'b']], { b: new Error('no') })
  await triage.load()
  const title = (at: number) => triage.state.get().entries[at]?.title
  triage.edit(prospect('a'), { title: 'New' })
  triage.edit(prospect('b'), { title: 'New' })
  assert.deepEqual([title(0), title(1)], ['New', 'New'])
  await idle()
  assert.deepEqual([title(0), title(1)], ['New', 'Title of b'])
})
