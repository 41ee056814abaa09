// The built web app: hashed assets for ever, the page itself never from a cache, unknown paths to the page (its router
// says "not found"). Files are read once.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Routes } from './http.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
}
/** Meant for pages of other sites. */
const embedded: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/lectern-list.js': {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=600',
  },
}
const packed = new Set(['.html', '.js', '.css', '.svg', '.json'])

interface WebFile {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer> | null
  readonly cache: string
}

export function serveWeb(app: Routes, folder: string): void {
  const files = readWeb(folder)
  app.get('*', (c) => {
    const path = c.req.path
    const file =
      files.get(path) ?? (path.startsWith('/assets/') || path.startsWith('/v1/') ? undefined : files.get('/index.html'))
    if (file === undefined) return c.notFound()
    const headers = {
      'content-type': file.type,
      'cache-control': file.cache,
      vary: 'accept-encoding',
      ...embedded[path],
    }
    const gzip = file.gzip !== null && (c.req.header('accept-encoding') ?? '').includes('gzip')
    return gzip ? c.body(file.gzip, 200, { ...headers, 'content-encoding': 'gzip' }) : c.body(file.plain, 200, headers)
  })
}

function readWeb(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const full = join(folder, name)
    if (!statSync(full).isFile()) continue
    const extension = extname(name)
    const plain = new Uint8Array(readFileSync(full))
    files.set(`/${relative(folder, full).replaceAll('\\', '/')}`, {
      type: types[extension] ?? 'application/octet-stream',
      plain,
      gzip: packed.has(extension) ? new Uint8Array(gzipSync(plain)) : null,
      cache: name.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  }
  return files
}
