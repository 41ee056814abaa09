// What models say of a prospect before a person decides: topic, repeats, clickbait, and what it may be worth; each with
// reasons. Help, never a verdict: nothing here approves, rejects or hides.
// Not here: prospects themselves and who decides (desk), the arithmetic (engine/judging). Start at `openJudging`.
import { clickbait, titleInText } from '@lectern/engine/judging/clickbait.ts'
import { type Duplicate, type Prepared, prepareText } from '@lectern/engine/judging/duplicate-index.ts'
import { expectedValue } from '@lectern/engine/judging/expected-value.ts'
import { orderQueue } from '@lectern/engine/judging/queue-order.ts'
import type { JudgementOnWire } from '@lectern/protocol/rest/judging.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { JudgedProspect, Judgement, Reasons } from './judgement.ts'
import { bytesOf, type KnownTexts, openKnownTexts } from './known-texts.ts'
import { openPastOutcomes, type PastOutcomes } from './past-outcomes.ts'
import { type JudgementRow, selectReasons, upsertJudgements } from './queries.ts'
import { suggestTopic } from './suggest-topic.ts'
import { openTopics, type ServedTopics } from './topic-model.ts'

export { trainTopics } from './topic-model.ts'

const shownRepeats = 5

export interface Judging {
  /** One after the other, so that the second of two alike is told to repeat the first. Safe to call again. */
  judge(prospects: readonly JudgedProspect[]): Promise<Judgement[]>
}

export function openJudging(kernel: Pick<Kernel, 'database' | 'blobs' | 'clock' | 'log'>): Judging {
  const topics = openTopics(kernel)
  const texts = openKnownTexts(kernel)
  const outcomes = openPastOutcomes(kernel)
  const judgeNow = async (prospects: readonly JudgedProspect[]): Promise<Judgement[]> => {
    await texts.follow()
    const now = kernel.clock()
    const with_ = { topics: await topics(), texts, outcomes: await outcomes(), now }
    const rows = prospects.map((prospect) => judgeOne(prospect, with_))
    await upsertJudgements(
      kernel.database.db,
      rows.map(({ row }) => row),
    )
    return rows.map(({ judgement }) => judgement)
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    judge(prospects) {
      const distinct = [...new Map(prospects.map((prospect) => [prospect.id, prospect])).values()]
      const next = last.then(() => judgeNow(distinct))
      last = next.catch(() => undefined)
      return next
    },
  }
}

/** The queue by value and difference (engine/judging/queue-order.ts), within what is given. */
export function arrangeQueue<T extends Arranged>(queue: readonly T[]): T[] {
  const byId = new Map(queue.map((one) => [one.id, one]))
  const queued = queue.map(({ id, value, publisher, topic, duplicateOf }) => ({
    ...{ id, publisher, topic },
    value: value ?? 0,
    story: duplicateOf ?? id,
  }))
  return orderQueue(queued).map((id) => byId.get(id)!)
}

interface Arranged {
  readonly id: string
  readonly value: number | null
  readonly publisher: string | null
  readonly topic: string | null
  readonly duplicateOf: string | null
}

/** Why, in words and numbers; null when it was not judged. */
export async function reasonsOf(kernel: Pick<Kernel, 'database'>, prospect: string): Promise<JudgementOnWire | null> {
  const found = await selectReasons(kernel.database.db, prospect)
  return found === undefined ? null : { prospect, ...found.reasons, judgedAt: found.judgedAt }
}

interface With {
  readonly topics: ServedTopics | null
  readonly texts: KnownTexts
  readonly outcomes: PastOutcomes
  readonly now: number
}

function judgeOne(prospect: JudgedProspect, { topics, texts, outcomes, now }: With) {
  const { id, title, excerpt, text, language, publishedAt } = prospect
  const prepared = prepareText({ title, excerpt, text, at: publishedAt ?? prospect.foundAt })
  const repeats = texts.index.find(prepared, id).slice(0, shownRepeats)
  const suggestion = suggestTopic(prospect, topics)
  const bait = clickbait(title, { language })
  const suggested = suggestion.kind === 'suggested' ? suggestion : null
  const { value, parts } = worthOf(prospect, {
    topic: prospect.topicBy === 'person' ? prospect.topic : (suggested?.topic ?? prospect.topic),
    bait: bait?.score ?? null,
    alike: texts.index.likest(prepared, { except: id, limit: 20 }),
    repeats,
    outcomes,
    now,
  })
  texts.add(id, prepared, title)
  const reasons: Reasons = {
    topic: suggested && { ...suggested.because, topic: suggested.topic, confidence: suggested.confidence },
    noTopic: suggestion.kind === 'none' ? suggestion.why : null,
    clickbait: bait && { score: bait.score, cues: bait.cues.map(({ says }) => says) },
    titleInText: text === null ? null : titleInText(title, text),
    repeats: repeats.map((one) => ({ ...one, title: texts.titleOf(one.id) })),
    value,
    parts: [...parts],
  }
  const duplicateOf = repeats[0]?.id ?? null
  const judgement: Judgement = {
    id,
    topic: suggested?.topic ?? null,
    topicConfidence: suggested?.confidence ?? null,
    clickbait: bait?.score ?? null,
    duplicateOf,
    value,
  }
  return { judgement, row: rowOf(prospect, prepared, { reasons, duplicateOf, judgedAt: now }) }
}

interface Valued {
  readonly topic: string | null
  readonly bait: number | null
  readonly alike: readonly { readonly id: string; readonly similarity: number }[]
  readonly repeats: readonly Duplicate[]
  readonly outcomes: PastOutcomes
  readonly now: number
}

function worthOf({ publisher, publishedAt }: JudgedProspect, { topic, bait, alike, repeats, outcomes, now }: Valued) {
  const first = repeats[0]
  // Another telling of a story is worth less than none of it, more than a copy.
  const duplicate = first === undefined ? 0 : first.kind === 'text' ? first.similarity : first.similarity / 2
  const seen = alike.flatMap(({ id, similarity }) => {
    const of = outcomes.item(id)
    return of === null ? [] : [{ ...of, similarity }]
  })
  return expectedValue(
    {
      publisher: outcomes.publisher(publisher),
      topic: outcomes.topic(topic),
      alike: seen.slice(0, 10),
      need: outcomes.need(topic),
      ageMs: publishedAt === null ? null : now - publishedAt,
      clickbait: bait,
      duplicate,
    },
    outcomes.all,
  )
}

function rowOf(
  { id, title, excerpt, publishedAt, foundAt }: JudgedProspect,
  { sketch }: Prepared,
  more: Pick<JudgementRow, 'reasons' | 'duplicateOf' | 'judgedAt'>,
): JudgementRow {
  const prints = bytesOf(sketch)
  return { prospect: id, title, excerpt, publishedAt: publishedAt ?? foundAt, prints, level: sketch.level, ...more }
}
