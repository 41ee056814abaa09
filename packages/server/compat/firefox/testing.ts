// Pings as Firefox ESR 153 sends them, cut down to what is read.
import { gzipSync } from 'node:zlib'

export interface TestEvent {
  readonly category: string
  readonly name: string
  readonly extra?: Readonly<Record<string, string>>
}

/** newtab-content: nobody's. */
export const content = (name: string, extra: Record<string, string> = {}): TestEvent => ({
  category: 'newtab_content',
  name,
  extra,
})

/** newtab: a profile's. */
export const pocket = (name: string, extra: Record<string, string> = {}): TestEvent => ({
  category: 'pocket',
  name,
  extra,
})

export function packedPing(events: readonly unknown[], clientId?: string): Uint8Array<ArrayBuffer> {
  const client = clientId === undefined ? {} : { client_info: { client_id: clientId }, ping_info: { seq: 3 } }
  const metrics = { string: { 'newtab_content.surface_id': 'NEW_TAB_EN_US', 'newtab_content.country': 'US' } }
  return new Uint8Array(gzipSync(JSON.stringify({ ...client, metrics, events })))
}
