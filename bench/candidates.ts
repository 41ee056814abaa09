import { conditionMask } from '@lectern/engine/pipeline/condition.ts'
import {
  available,
  blocked,
  impressionCap,
  language,
  maxAge,
  only,
  paywall,
  region,
} from '@lectern/engine/pipeline/filters.ts'
import { resurfacing } from '@lectern/engine/pipeline/resurfacing.ts'
import { run } from '@lectern/engine/pipeline/run.ts'
import { sameStory } from '@lectern/engine/pipeline/same-story.ts'
import type { SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import { corpus, exploration, followedTopics, fresh, popular, sections } from '@lectern/engine/pipeline/sources.ts'
import type { Filter, Recipe, StageContext } from '@lectern/engine/pipeline/stage.ts'
import { standingRefusals } from '@lectern/engine/pipeline/standing-refusals.ts'
import { randomServingRequest, randomServingState } from '@lectern/engine/testing/random-serving.ts'
import { type Measurement, median } from './measurement.ts'

const rows = 100_000
const historyItems = 100
/** Microseconds of a thread's own time for all filters of a typical request. */
const bar = 50
const rounds = 15
const readers = 100
/** Calls timed together. */
const calls = 1000

const saves = resurfacing()
const filters: readonly Filter[] = [
  available,
  language,
  region,
  maxAge({ days: 60 }),
  paywall,
  saves.seen,
  blocked,
  impressionCap(),
  sameStory,
  only,
]
const sources = [
  corpus(150),
  sections(100),
  popular(150),
  fresh(100),
  followedTopics(100),
  exploration(50),
  saves.source,
]

/** What must not be shown and what could be, before anything is scored: what a request costs because the catalogue is large. */
export const candidates: Measurement = {
  name: 'candidates',
  about: `All filters and sources over ${rows} items for readers with ${historyItems} items of history, on one thread.`,
  async run(report) {
    const state = randomServingState({ seed: 'candidates', rows, modelItems: 0 })
    const demanding = Array.from({ length: readers }, (_, seed) => randomServingRequest(state, { seed, historyItems }))
    const typical = demanding.map((request) => ({
      ...request,
      blocked: { ...request.blocked, topics: new Set<number>() },
    }))
    const rules = {
      only: conditionMask({ topic: { in: ['topic-1', 'topic-2', 'topic-3'] } }, { request: typical[0]!, state }),
    }
    const refuse = (request: SlateRequest, memory?: Uint8Array): StageContext => {
      const standing = standingRefusals(filters, request, state)
      const refused = memory ?? standing.by.slice()
      memory?.set(standing.by)
      const context = { request, state, refused, personal: () => null }
      for (const [k, filter] of filters.entries()) if (standing.counts[k] === undefined) filter.refuse(context, k + 1)
      return context
    }
    const contexts = typical.map((request) => refuse(request))
    const memory = new Uint8Array(rows)
    const withoutLeading = { ...state, popularity: { strength: state.popularity.strength } }
    const recipe: Recipe = { name: 'candidates', version: '1', filters, sources, scorers: [], rerank: [] }
    const cases: readonly [string, (k: number) => unknown][] = [
      ['all filters, typical request', (k) => refuse({ ...typical[k]! }, memory)],
      ['the same, kept to tell why a row is not there', (k) => refuse({ ...typical[k]! })],
      ['all filters, a topic of 8,000 items blocked', (k) => refuse({ ...demanding[k]! }, memory)],
      ['all filters, only three topics asked for', (k) => refuse({ ...typical[k]!, rules }, memory)],
      ['a condition met before', () => conditionMask({ topic: 'topic-1', minutes: { atMost: 9 } }, contexts[0]!)],
      ['a condition about the reader', (k) => conditionMask({ publisher: { readBefore: false } }, contexts[k]!)],
      ...sources.map((source): [string, (k: number) => unknown] => [
        `source ${source.name}`,
        (k) => source.propose(contexts[k]!),
      ]),
      ['source popular by a pass over all', (k) => popular(150).propose({ ...contexts[k]!, state: withoutLeading })],
      ['all of it, run', (k) => run(recipe, { ...typical[k]! }, state, { keepFiltered: false })],
    ]
    const times = cases.map((): number[] => [])
    for (let round = -2; round < rounds; round++)
      cases.forEach(([, work], c) => {
        const own = process.threadCpuUsage()
        for (let k = 0; k < calls; k++) work(k % readers)
        const { user, system } = process.threadCpuUsage(own)
        if (round >= 0) times[c]!.push((user + system) / calls)
      })
    const table = cases.map(([name], c) => [name, Math.min(...times[c]!).toFixed(1), median(times[c]!).toFixed(1)])
    for (const line of table) report.line(line.join('  '))
    const value = median(times[0]!)
    return {
      name: 'candidates',
      value: Number(value.toFixed(1)),
      unit: 'us of CPU, median of all filters for a typical request',
      peer: null,
      ratio: null,
      bar: `under ${bar} us`,
      holds: value < bar,
      details: {
        typical: `two languages, three regions, 5 % unavailable, 10 % behind a paywall, an age of 60 days; a publisher of ${rows / 40} items blocked, 20 items shown`,
        clock: 'the CPU time of a thread comes in steps of about 4 ms, so numbers below 10 us are rough',
        rounds: `${rounds} rounds by turns of ${calls} calls with ${readers} requests, after 2 to warm up`,
      },
      table: { head: ['what', 'CPU us, best', 'CPU us, median'], rows: table },
    }
  },
}
