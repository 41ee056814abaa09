// Named bytes on a folder. A blob appears whole or not at all: it is written aside, flushed, then renamed.
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { Failure, storageFailure } from '../failure.ts'

export interface Blobs {
  /** Absolute path of a blob, for parts that write or read files themselves. */
  path(name: string): string
  /** Writes atomically and durably; answers the SHA-256 of the bytes as hex. */
  put(name: string, bytes: Uint8Array): Promise<string>
  /** The bytes, or null when there is no such blob. */
  get(name: string): Promise<Uint8Array | null>
  delete(name: string): Promise<void>
  /** Removes what a writer that died left half written, last touched before a time (Unix ms). Answers how many files. */
  sweep(before: number): Promise<number>
}

const aside = '.part'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function openBlobs(folder: string): Blobs {
  const root = resolve(folder)
  const path = (name: string): string => {
    const full = resolve(root, name)
    if (!full.startsWith(root + sep)) throw new Failure('internal', `Blob name "${name}" leaves its folder.`)
    return full
  }
  return {
    path,
    async put(name, bytes) {
      const target = path(name)
      try {
        await mkdir(dirname(target), { recursive: true })
        await writeWhole(target, bytes)
      } catch (cause) {
        throw storageFailure(target, 'Writing', cause)
      }
      return sha256(bytes)
    },
    async get(name) {
      try {
        return await readFile(path(name))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw storageFailure(path(name), 'Reading', cause)
      }
    },
    async delete(name) {
      await rm(path(name), { force: true })
    },
    async sweep(before) {
      const left = await readdir(root, { recursive: true }).catch(() => [])
      let swept = 0
      for (const name of left) {
        if (!name.endsWith(aside)) continue
        const touched = await stat(path(name)).catch(() => null)
        if (touched === null || !touched.isFile() || touched.mtimeMs >= before) continue
        await rm(path(name), { force: true })
        swept++
      }
      return swept
    },
  }
}

/** A full disk leaves nothing behind that fills it further. */
async function writeWhole(target: string, bytes: Uint8Array): Promise<void> {
  const half = `${target}.${process.pid}${aside}`
  try {
    const file = await open(half, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await publishFile(half, target)
  } catch (cause) {
    await rm(half, { force: true })
    throw cause
  }
}

/** Renames a finished file into place and flushes both: after it returns the file survives a power cut. */
export async function publishFile(whole: string, target: string): Promise<void> {
  const file = await open(whole, 'r+')
  await file.sync().finally(() => file.close())
  await rename(whole, target)
  const folder = await open(dirname(target), 'r')
  await folder.sync().finally(() => folder.close())
}
