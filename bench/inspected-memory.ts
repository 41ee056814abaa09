// What a Node process started with --inspect really holds: its memory right after a full garbage collection, asked through
// the inspector, so that the program itself knows nothing of it.

interface LiveMemory {
  readonly heapMb: number
  /** Outside the heap, held by it: buffers and typed arrays. */
  readonly externalMb: number
}

export interface Inspected {
  collected(): Promise<LiveMemory>
  close(): void
}

const mb = 1024 ** 2

/** @param port of the inspector, on this machine. */
export async function inspect(port: number): Promise<Inspected> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl)
  const waiting = new Map<number, (result: unknown) => void>()
  let last = 0
  await new Promise((done, fail) => {
    socket.addEventListener('open', done)
    socket.addEventListener('error', () => fail(new Error(`no inspector at port ${port}`)))
  })
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
  })
  const call = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((done) => {
      const id = ++last
      waiting.set(id, (result) => {
        waiting.delete(id)
        done(result)
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
  return {
    async collected() {
      await call('HeapProfiler.collectGarbage')
      const expression = '(({heapUsed, external}) => ({heapUsed, external}))(process.memoryUsage())'
      const { result } = (await call('Runtime.evaluate', { expression, returnByValue: true })) as {
        result: { value: { heapUsed: number; external: number } }
      }
      return { heapMb: result.value.heapUsed / mb, externalMb: result.value.external / mb }
    },
    close: () => socket.close(),
  }
}
