// What this browser knows about a reader without an account: a random id and what they did, kept here.
import { kept } from './kept.ts'
import type { DatedSignal } from './signals.ts'
import { uuid } from './uuid.ts'

const kinds = new Set(['save', 'like', 'dismiss', 'open', 'finish'])

export const deviceSignals = kept<readonly DatedSignal[]>('signals', parseSignals, [])

function parseSignals(value: unknown): DatedSignal[] | null {
  if (!Array.isArray(value)) return null
  return value.filter((one) => typeof one?.item === 'string' && typeof one.at === 'number' && kinds.has(one.kind))
}

const storedId = kept<string>('device', (value) => (typeof value === 'string' ? value : null), '')

export function deviceId(): string {
  if (storedId.get() === '') storedId.set(uuid())
  return storedId.get()
}
