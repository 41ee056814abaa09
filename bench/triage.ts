// What the server takes of an editor's time at the Desk: a page of the queue, a decision, taking it back, a search; over a
// queue and a corpus of the size of years, through the whole app without a port.
import { derive } from '@lectern/engine/random/random.ts'
import type { Decided, ProspectPage } from '@lectern/protocol/rest/desk-prospects.ts'
import { topicIds } from '@lectern/protocol/rest/items.ts'
import { openTestApp, type TestApp } from '@lectern/server/cli/app-testing.ts'
import { addProspects } from '@lectern/server/desk/desk.ts'
import { prospectOf } from '@lectern/server/desk/testing.ts'
import { type Measurement, median } from './measurement.ts'

const waiting = 20_000
const approved = 50_000
/** Came by import: in the corpus without a decision. */
const imported = 50_000
const publishers = 2000
const decided = 100
/** As many words as an editor meets; a search names two. */
const words = Array.from({ length: 3000 }, (_, k) => `word${k.toString(36)}`)

export const triage: Measurement = {
  name: 'triage',
  about: `a page of the queue, ${decided} decisions, taking them back, and searches, with ${waiting} waiting, ${approved} approved and ${imported} imported`,
  async run(report) {
    const app = await openTestApp({ sample: false })
    try {
      await fill(app, report.line)
      report.line('restarting with the corpus in memory')
      await app.restart()
      const rows = await measure(app)
      const slowest = Math.max(...rows.map(({ p95 }) => p95))
      return {
        name: 'triage',
        value: Math.round(slowest),
        unit: 'ms, the p95 of the slowest',
        peer: null,
        ratio: null,
        bar: 'each under 100 ms at p95, so that the Desk feels instant even where nothing comes ahead',
        holds: slowest < 100,
        details: { waiting, approved, imported, publishers },
        table: {
          head: ['what', 'times', 'median ms', 'p95 ms'],
          rows: rows.map(({ what, times, p50, p95 }) => [what, times, round(p50), round(p95)]),
        },
      }
    } finally {
      await app.close()
    }
  },
}

async function fill(app: TestApp, line: (text: string) => void): Promise<void> {
  const rng = derive('triage')
  const title = (): string => Array.from({ length: 8 }, () => words[rng.integer(words.length)]).join(' ')
  const prospects = Array.from({ length: waiting + approved }, (_, k) => {
    const domain = `p${rng.integer(publishers)}.example`
    const more = { title: title(), excerpt: `${title()} ${title()}`, domain, publisher: `Publisher of ${domain}` }
    return prospectOf(`p${k}`, { ...more, url: `https://${domain}/${k}`, topic: topicIds[rng.integer(16)]! })
  })
  for (let from = 0; from < prospects.length; from += 5000) {
    await addProspects(app.kernel, prospects.slice(from, from + 5000))
    line(`${from + 5000} prospects`)
  }
  // Straight into the tables: fifty thousand decisions one by one would be measured elsewhere.
  const { pool } = app.kernel.database
  await pool.query(
    `
    insert into item (id, url, title, excerpt, publisher, topic, language, added_at, origin)
    select id, url, title, excerpt, publisher, topic, language, found_at, 'desk' from prospect where id >= $1 limit ${approved}`,
    ['p'],
  )
  await pool.query(`
    insert into corpus_item (item, prospect, authors, domain, source, created_by, created_at, updated_by, updated_at, search)
    select prospect.id, prospect.id, authors, prospect.domain, source, 'bench', found_at, 'bench', found_at, prospect.search
    from prospect join item on item.id = prospect.id`)
  await pool.query(`
    insert into item (id, url, title, excerpt, publisher, topic, language, added_at, origin)
    select 'i' || id, url || '/i', title, excerpt, publisher, topic, language, added_at, 'import:bench' from item
    order by id limit ${imported}`)
  await pool.query(`update prospect set state = 'approved' from corpus_item where item = prospect.id`)
  // A corpus that grew for three years, a queue of a month.
  await pool.query(`update item set added_at = added_at - (random() * 1095 * 86400000)::bigint`)
  await pool.query(`update prospect set value = random(), found_at = found_at - (random() * 30 * 86400000)::bigint`)
  await pool.query('vacuum analyze')
}

interface Row {
  readonly what: string
  readonly times: number
  readonly p50: number
  readonly p95: number
}

async function measure(app: TestApp): Promise<Row[]> {
  const call = <T>(method: string, path: string, body?: unknown) =>
    app.call<T>(method, path, {
      cookie: app.adminCookie,
      headers: { origin: 'http://localhost' },
      ...(body === undefined ? {} : { body }),
    })
  const timed = async (what: string, asks: readonly (() => Promise<{ status: number }>)[]): Promise<Row> => {
    const took: number[] = []
    for (const ask of asks) {
      const begun = performance.now()
      const { status } = await ask()
      took.push(performance.now() - begun)
      if (status !== 200) throw new Error(`${what}: ${status}`)
    }
    return {
      what,
      times: took.length,
      p50: median(took),
      p95: took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1]!,
    }
  }
  const times = <T>(n: number, make: (k: number) => T): T[] => Array.from({ length: n }, (_, k) => make(k))
  const { prospects } = (await call<ProspectPage>('GET', '/v1/desk/prospects?limit=100')).body
  const decisions: string[] = []
  const kinds = [{ kind: 'approve' }, { kind: 'dismiss' }, { kind: 'reject', reason: 'PAYWALL' }]
  return [
    await timed(
      'a page of the queue (30)',
      times(50, () => () => call('GET', '/v1/desk/prospects?limit=30')),
    ),
    await timed(
      'a page by topic and warning',
      times(50, (k) => () => call('GET', `/v1/desk/prospects?limit=30&topic=${topicIds[k % 16]}&warning=none`)),
    ),
    await timed(
      'the summary',
      times(20, () => () => call('GET', '/v1/desk/prospects/summary')),
    ),
    await timed(
      'a decision',
      prospects.map(({ id }, k) => async () => {
        const done = await call<Decided>('POST', `/v1/desk/prospects/${id}/decision`, kinds[k % kinds.length])
        decisions.push(done.body.decision)
        return done
      }),
    ),
    await timed(
      'taking it back',
      times(decided, (k) => () => call('POST', `/v1/desk/decisions/${decisions[k]}/undo`)),
    ),
    await timed(
      'a search over all',
      times(50, (k) => () => call('GET', `/v1/desk/corpus?q=${words[k * 7]}%20word1`)),
    ),
    await timed(
      'the corpus, a page',
      times(50, () => () => call('GET', '/v1/desk/corpus?state=approved')),
    ),
    await timed(
      'publishers, a page',
      times(20, () => () => call('GET', '/v1/desk/publishers')),
    ),
  ]
}

const round = (value: number): number => Math.round(value * 10) / 10
