import { auditExportQuery, auditPage, auditQuery } from '@lectern/protocol/rest/audit.ts'
import { createRoute, json, newRoutes, problemResponse, problemResponses, type Routes } from '../kernel/http/http.ts'
import { allow } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { readAudit } from './audit.ts'
import { exportAudit } from './export.ts'

const problems = problemResponses('invalid', 'not-signed-in', 'not-allowed')

const list = createRoute({
  method: 'get',
  path: '/v1/desk/audit',
  tags: ['Desk'],
  summary: 'Who did what at the Desk, newest first (chief editors, analysts, operators)',
  request: { query: auditQuery },
  responses: { 200: json(auditPage, 'A page'), ...problems },
})
const file = createRoute({
  method: 'get',
  path: '/v1/desk/audit/export',
  tags: ['Desk'],
  summary: 'The same as a file: everything that the filters let through, as JSON lines or CSV',
  request: { query: auditExportQuery },
  responses: { 200: { description: 'The file' }, ...problems },
})
const types = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl' } as const

export function auditRoutes(kernel: Pick<Kernel, 'database'>): Routes {
  const routes = newRoutes()
  routes.openapi(list, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'audit' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const { before, limit, ...filter } = c.req.valid('query')
    const entries = await readAudit(kernel, filter, { before, limit })
    const next = entries.length < limit ? null : entries.at(-1)!.id
    return c.json({ entries, next }, 200, { 'cache-control': 'no-store' })
  })
  routes.openapi(file, async (c) => {
    const allowed = allow(c.get('caller'), { kind: 'audit' })
    if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
    const { format, ...filter } = c.req.valid('query')
    const headers = {
      'content-type': types[format],
      'content-disposition': `attachment; filename="desk-audit.${format}"`,
      'cache-control': 'no-store',
    }
    const bytes = ReadableStream.from(exportAudit(kernel, filter, format)).pipeThrough(new TextEncoderStream())
    return new Response(bytes as ReadableStream, { status: 200, headers }) as never
  })
  return routes
}
