// The headers that protect a page and name its request. Set after the answer is made; an answer that is given often
// brings them along, because changing a made answer's headers costs more than the rest of it.
import type { Context } from 'hono'
import type { HttpEnv } from './http.ts'

/** A page may bring a stricter policy of its own. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** What the OWASP Secure Headers Project asks of a site that nobody frames or reads across origins. */
const protecting = {
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

const complete = new WeakSet<Response>()

/** Gives an answer the headers that every answer has, unless it has its own. */
export function protect(response: Response, requestId: string): void {
  if (complete.has(response)) return
  const { headers } = response
  for (const [name, value] of Object.entries(protecting)) if (!headers.has(name)) headers.set(name, value)
  headers.set('x-request-id', requestId)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy)
}

/** A JSON answer that is text already, with every header it will have. */
export function jsonText(c: Context<HttpEnv>, body: string, headers: Readonly<Record<string, string>>): Response {
  const response = new Response(body, {
    headers: {
      ...protecting,
      'content-security-policy': policy,
      'x-request-id': c.get('requestId'),
      'content-type': 'application/json',
      ...headers,
    },
  })
  complete.add(response)
  return response
}
