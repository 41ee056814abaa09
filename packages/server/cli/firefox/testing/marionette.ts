// Firefox's own remote protocol, as much of it as a test needs: JSON over TCP, each message after its length in bytes.
// https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
import { connect, type Socket } from 'node:net'

export interface Marionette {
  /** @throws Error with Firefox's message when the command failed. */
  send<T>(command: string, parameters?: object): Promise<T>
  /** Runs the body of a function in the page, or with `chrome` in the browser itself; answers what it returns. */
  run<T>(script: string, options?: { readonly args?: readonly unknown[]; readonly chrome?: boolean }): Promise<T>
  close(): void
}

type Answer = readonly [1, number, { error: string; message: string } | null, { value?: unknown } | null]
type Waiting = { readonly done: (value: unknown) => void; readonly fail: (cause: Error) => void }

export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1')
  const waiting = new Map<number, Waiting>()
  let last = 0
  const failAll = (cause: Error): void => {
    for (const { fail } of waiting.values()) fail(cause)
    waiting.clear()
  }
  socket.on('error', failAll)
  socket.on('close', () => failAll(new Error('Firefox closed the connection')))
  const greeted = new Promise<unknown>((done, fail) => waiting.set(0, { done, fail }))
  readMessages(socket, (message) => {
    const [, id, error, result] = Array.isArray(message) ? (message as unknown as Answer) : [1, 0, null, null]
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error === null) asker?.done(result)
    else asker?.fail(new Error(`${error.error}: ${error.message}`))
  })
  await greeted

  const send = async <T>(command: string, parameters: object = {}): Promise<T> => {
    last += 1
    const id = last
    const answered = new Promise<unknown>((done, fail) => waiting.set(id, { done, fail }))
    const text = JSON.stringify([0, id, command, parameters])
    socket.write(`${Buffer.byteLength(text)}:${text}`)
    const result = await answered
    return (isValue(result) ? result.value : result) as T
  }
  return {
    send,
    async run(script, { args = [], chrome = false } = {}) {
      await send('Marionette:SetContext', { value: chrome ? 'chrome' : 'content' })
      return await send('WebDriver:ExecuteScript', { script, args })
    },
    close: () => socket.destroy(),
  }
}

const isValue = (result: unknown): result is { value: unknown } =>
  typeof result === 'object' && result !== null && 'value' in result

function readMessages(socket: Socket, take: (message: unknown) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const colon = rest.indexOf(':')
      const end = colon + 1 + Number(rest.subarray(0, Math.max(0, colon)).toString())
      if (colon < 0 || rest.length < end) return
      const text = rest.subarray(colon + 1, end).toString()
      rest = rest.subarray(end)
      take(JSON.parse(text))
    }
  })
}
