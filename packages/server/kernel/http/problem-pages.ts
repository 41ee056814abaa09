// The pages that `type` of a problem leads to: what it means and what to do, for people who met it in a log or a program.
import { html } from 'hono/html'
import { type ProblemKind, problemKinds, problemResponse, type Routes } from './http.ts'

const advice: Readonly<Record<ProblemKind, string>> = {
  invalid:
    'detail names the place and what would be right; errors lists every place. Change the request: sent again as it is, it is refused again.',
  'not-signed-in':
    'Sign in with a link of lectern sign-in, or send a key of lectern key create as Authorization: Bearer.',
  'bad-key': 'It was mistyped or revoked. lectern key list shows the keys there are.',
  'not-allowed':
    'The key lacks a scope, is of another surface or origin, or this needs another role; detail says which.',
  'not-found': 'The address or the id does not exist, or is not yours to see. /docs lists every address.',
  conflict:
    'What this would change was changed since it was read, or what it would add exists. detail says how it is now: read it again, then decide.',
  'bad-link': 'A sign-in link works once and for a short time. lectern sign-in makes another.',
  gone: 'It existed and is no longer kept; detail says what to ask for in its place.',
  'too-large': 'Send several smaller requests; detail tells the most that one may have.',
  'too-many': 'Wait for as many seconds as Retry-After says, then go on. RateLimit of every answer tells what is left.',
  internal: 'instance is the id of the request: the server’s log has the cause under it. Trying again may help.',
  unavailable:
    'Send it again after as many seconds as Retry-After says; an event that was stored all the same counts once.',
}

export function serveProblems(app: Routes): void {
  app.get('/problems/:kind', (c) => {
    const kind = c.req.param('kind')
    if (!isKind(kind)) {
      return problemResponse(c, 'not-found', `There is no problem "${kind}"; known: ${Object.keys(advice).join(', ')}.`)
    }
    const { status, title } = problemKinds[kind]
    return c.html(
      html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title}</title></head><body><main><h1>${title}</h1><p><code>${status} /problems/${kind}</code></p><p>${advice[kind]}</p>
<p><a href="/docs">All of the API</a></p></main></body></html>`,
      200,
      { 'content-security-policy': "default-src 'none'" },
    )
  })
}

const isKind = (kind: string): kind is ProblemKind => Object.hasOwn(problemKinds, kind)
