// Every hostile address of the fixture, fetched by the client that fetches for the whole server, beside a server on this
// machine that notices any connection; and good ones, which must pass.
import {
  addressFixture,
  capsFor,
  type HostileAddress,
  type HostileWeb,
  openHostileWeb,
} from '@lectern/server/kernel/outbound/testing.ts'
import type { Measurement } from './measurement.ts'

const caps = capsFor('')
const goodPaths = ['page', 'packed?gzip', 'packed?br', 'packed?zstd', '302?/page', '301?/308?/page']

interface Tried {
  readonly why: string
  readonly refused: boolean
}

export const ssrf: Measurement = {
  name: 'ssrf',
  about: 'hostile addresses of fixtures/outbound/addresses.json given to the client that fetches: how many get through',
  async run(report) {
    const web = await openHostileWeb()
    try {
      const { hostile } = addressFixture()
      const tried: Tried[] = []
      for (const each of hostile) tried.push(await attempt(web, each, report.line))
      const through = tried.filter(({ refused }) => !refused).length
      const passed = await goodOnes(web)
      const kinds = [...new Set(tried.map(({ why }) => why))]
      return {
        name: 'ssrf',
        value: through,
        unit: `of ${hostile.length} hostile addresses got through`,
        peer: null,
        ratio: null,
        bar: 'at least 60, all refused; good ones pass',
        holds: hostile.length >= 60 && through === 0 && web.trapped() === 0 && passed === goodPaths.length,
        details: {
          'connections that the trap noticed': web.trapped(),
          'good ones that passed': `${passed} of ${goodPaths.length}`,
        },
        table: {
          head: ['refused because of', 'addresses', 'refused'],
          rows: kinds.map((kind) => {
            const same = tried.filter(({ why }) => why === kind)
            return [kind, same.length, same.filter(({ refused }) => refused).length]
          }),
        },
      }
    } finally {
      web.close()
    }
  },
}

async function attempt(web: HostileWeb, hostile: HostileAddress, line: (text: string) => void): Promise<Tried> {
  const before = web.trapped()
  const got = await web.outboundFor(hostile.names).outbound.fetch(web.place(hostile.address), capsFor(hostile.why))
  const refused = got.kind !== 'answer' && web.trapped() === before
  if (!refused) line(`Got through: ${hostile.about}, ${hostile.address}`)
  return { why: hostile.why, refused }
}

async function goodOnes(web: HostileWeb): Promise<number> {
  const { outbound } = web.outboundFor({})
  let passed = 0
  for (const path of goodPaths) {
    const got = await outbound.fetch(web.place(`http://public.example:{web}/${path}`), caps)
    if (got.kind === 'answer' && Buffer.from(got.body).toString() === '<p>hello') passed += 1
  }
  return passed
}
