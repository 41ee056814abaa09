// PostgreSQL's COPY between a table and a file, in constant memory: the one protocol step that `pg` leaves to its user.
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type pg from 'pg'

const chunkBytes = 256 * 1024

/** What the client calls on the query that is running; see pg/lib/client.js. */
abstract class Copy {
  readonly sql: string
  readonly finished: Promise<void>
  #done: () => void = () => this.sql
  #fail: (cause: unknown) => void = () => this.sql
  #failure: unknown = null

  constructor(sql: string) {
    this.sql = sql
    this.finished = new Promise((done, fail) => {
      this.#done = done
      this.#fail = fail
    })
    // The client awaits nothing: `finished` may be rejected before its reader looks.
    this.finished.catch(() => this.sql)
  }

  submit(connection: pg.Connection): void {
    connection.query(this.sql)
  }
  fail(cause: unknown): void {
    this.#failure ??= cause
  }
  handleError(cause: unknown): void {
    this.fail(cause)
    this.#fail(this.#failure)
  }
  handleReadyForQuery(): void {
    if (this.#failure === null) this.#done()
    else this.#fail(this.#failure)
  }
  handleCommandComplete(): void {
    // The ready message that follows ends the copy.
  }
  abstract handleCopyInResponse(connection: CopyConnection): void
  abstract handleCopyData(message: { chunk: Buffer }): void
}

interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

class CopyOut extends Copy {
  readonly #file: number
  bytes = 0

  constructor(sql: string, file: number) {
    super(sql)
    this.#file = file
  }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFail('this copy reads')
  }
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    try {
      this.bytes += writeSync(this.#file, chunk)
    } catch (cause) {
      this.fail(cause)
    }
  }
}

class CopyIn extends Copy {
  readonly #path: string
  /** The server refused, or the connection broke: nothing drains any more. */
  readonly #stopped = new AbortController()

  constructor(sql: string, path: string) {
    super(sql)
    this.#path = path
  }
  handleCopyInResponse(connection: CopyConnection): void {
    this.#send(connection).then(
      () => connection.endCopyFrom(),
      (cause) => {
        this.fail(cause)
        connection.sendCopyFail('the file could not be read')
      },
    )
  }
  override handleError(cause: unknown): void {
    this.#stopped.abort(cause)
    super.handleError(cause)
  }
  handleCopyData(): void {
    this.fail(new Error('COPY FROM STDIN sent data'))
  }
  async #send(connection: CopyConnection): Promise<void> {
    const file = await open(this.#path)
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes)
        if (bytesRead === 0) return
        connection.sendCopyFromChunk(buffer.subarray(0, bytesRead))
        const { stream } = connection
        if (stream.writableNeedDrain) await once(stream, 'drain', { signal: this.#stopped.signal })
      }
    } finally {
      await file.close()
    }
  }
}

const submit = (client: pg.ClientBase, copy: Copy): Promise<void> => {
  client.query(copy as unknown as pg.Submittable)
  return copy.finished
}

/** Runs `copy … to stdout` into a new file. Answers its bytes. */
export async function copyToFile(client: pg.ClientBase, sql: string, path: string): Promise<number> {
  const file = openSync(path, 'w')
  try {
    const copy = new CopyOut(sql, file)
    await submit(client, copy)
    return copy.bytes
  } finally {
    closeSync(file)
  }
}

/** Runs `copy … from stdin` with the bytes of a file. */
export async function copyFromFile(client: pg.ClientBase, sql: string, path: string): Promise<void> {
  await submit(client, new CopyIn(sql, path))
}
