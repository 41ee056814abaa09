// The bytes of a file as they were before packing, whatever its name says, and what one look at all of them tells.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip } from 'node:zlib'
import { Failure, storageFailure } from '../kernel/failure.ts'

const chunkBytes = 256 * 1024

export interface Scan {
  /** Unpacked. */
  readonly bytes: number
  readonly sha256: string
  /** The packed stream ends before its end. */
  readonly truncated: boolean
  /** SHA-256 of the first so many unpacked bytes, for each length asked for that the file has. */
  readonly prefixes: ReadonlyMap<number, string>
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path).catch((cause) => {
    throw storageFailure(path, 'Reading', cause)
  })
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** The unpacked bytes in order. A packed stream that was cut short gives what it has and ends without a complaint. */
export async function* unpackedBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  if (!(await isGzip(path))) {
    yield* file
    return
  }
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: chunkBytes })
  file.on('error', (cause) => gunzip.destroy(cause))
  try {
    yield* file.pipe(gunzip)
  } catch (cause) {
    if (!/^Z_/.test((cause as NodeJS.ErrnoException).code ?? '')) throw cause
    throw new Failure('data', `${path}: the gzip stream is damaged.`, {
      advice: 'Fetch the file again, or import what `gunzip` can still read of it.',
      cause,
    })
  } finally {
    file.destroy()
  }
}

/** Reads the whole file once. `ends` are the lengths whose prefix is to be recognised. */
export async function scan(path: string, ends: readonly number[]): Promise<Scan> {
  const hash = createHash('sha256')
  const prefixes = new Map<number, string>()
  const waiting = [...new Set(ends)].filter((end) => end > 0).sort((a, b) => a - b)
  let bytes = 0
  for await (const chunk of unpackedBytes(path)) {
    let from = 0
    while (waiting.length > 0 && (waiting[0] as number) <= bytes + chunk.length) {
      const end = waiting.shift() as number
      hash.update(chunk.subarray(from, end - bytes))
      from = end - bytes
      prefixes.set(end, hash.copy().digest('hex'))
    }
    hash.update(chunk.subarray(from))
    bytes += chunk.length
  }
  const packed = await isGzip(path)
  return { bytes, sha256: hash.digest('hex'), truncated: packed && (await isTruncated(path, bytes)), prefixes }
}

async function isTruncated(path: string, bytes: number): Promise<boolean> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(4)
    await file.read(tail, 0, 4, Math.max(0, size - 4))
    // The stream ends with its unpacked length; several joined streams need a closer look.
    if (size >= 18 && tail.readUInt32LE() === bytes % 2 ** 32) return false
  } finally {
    await file.close()
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return pipeline(createReadStream(path), createGunzip(), nowhere).then(
    () => false,
    (cause: NodeJS.ErrnoException) => cause.code === 'Z_BUF_ERROR',
  )
}
