// Who is reading and what they did: `GET /v1/me`, with this browser's own signals for a reader without an account.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import { queryOptions } from '@tanstack/react-query'
import { getJson, postJson, putJson } from './api.ts'
import { deviceSignals } from './device.ts'
import { eventsSent } from './events.ts'
import { queryClient } from './query-client.ts'
import { type Signal, withSignal } from './signals.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me> => withDevice(await getJson<Me>('/v1/me', signal)),
})

function withDevice(me: Me): Me {
  return me.reader ? me : { ...me, signals: [...deviceSignals.get()] }
}

/** Shows a signal at once, and keeps it in this browser when nobody is signed in. */
export function setSignal(signal: Signal, on: boolean, at: number): void {
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (!me) return
  if (!me.reader) deviceSignals.set(withSignal(deviceSignals.get(), { ...signal, at }, on))
  queryClient.setQueryData(meQuery.queryKey, { ...me, signals: withSignal(me.signals, signal, on) })
}

export async function signIn(token: string): Promise<void> {
  await eventsSent()
  const me = await postJson<Me>('/v1/sign-in', { token })
  queryClient.clear()
  queryClient.setQueryData(meQuery.queryKey, me)
}

export async function signOut(): Promise<void> {
  await eventsSent()
  await postJson<void>('/v1/sign-out', {})
  await queryClient.resetQueries()
}

/** Whether saves of this reader count in totals of many readers. */
export async function setSharesSaves(saves: boolean): Promise<void> {
  await putJson('/v1/me/sharing', { saves })
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (me) queryClient.setQueryData(meQuery.queryKey, { ...me, sharesSaves: saves })
}
