// The model that suggests topics, learnt from the publication's own items: trained, published, and read again.
import type { LabelledText } from '@lectern/engine/judging/classifier-training.ts'
import { trainClassifier } from '@lectern/engine/judging/classifier-training.ts'
import type { LabelQuality } from '@lectern/engine/judging/label-quality.ts'
import { loadClassifier, type TextClassifier } from '@lectern/engine/judging/text-classifier.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { topicIds } from '@lectern/protocol/rest/items.ts'
import { allItems, type StoredItem } from '../items/items.ts'
import { sha256 } from '../kernel/blobs/blobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { deleteOldTopicModels, insertTopicModel, selectTopicModels } from './queries.ts'

/** A topic with fewer items is not learnt: what would be said of it would be chance. */
export const leastItems = 15
/** The newest so many items are learnt from: beyond, more time buys little. */
const mostItems = 20_000
const keptModels = 3

interface TopicCard {
  readonly items: number
  /** Learnt, with how often a suggestion was right and how many were found, on items held back. */
  readonly topics: readonly {
    readonly topic: string
    readonly items: number
    readonly precision: number
    readonly recall: number
  }[]
  /** Not learnt: fewer than 15 items. */
  readonly tooFew: readonly { readonly topic: string; readonly items: number }[]
  /** Items by language, the first part of the tag. */
  readonly languages: Readonly<Record<string, number>>
  readonly accuracy: number
  readonly macroF1: number
  readonly calibrationError: number
  readonly confusion: LabelQuality['confusion']
}

export interface TopicModel {
  readonly version: string
  readonly blob: string
  readonly sha256: string
  readonly card: TopicCard
  readonly createdAt: number
}

type TopicTraining =
  | { readonly kind: 'published'; readonly model: TopicModel }
  /** The same items as before gave the same model. */
  | { readonly kind: 'unchanged'; readonly model: TopicModel }
  | { readonly kind: 'too-few'; readonly detail: string }

type Reach = Pick<Kernel, 'database' | 'blobs' | 'clock' | 'log'>

/** What a topic is told by. */
export const topicText = (of: {
  readonly title: string
  readonly excerpt: string | null
  readonly publisher: string | null
}): string => [of.title, of.excerpt ?? '', of.publisher ?? ''].join('\n')

export const languageOf = (tag: string | null): string => (tag ?? 'unknown').split('-')[0]!.toLowerCase()

/** Learns from every item that has one of the 16 topics; publishes only when all went well, so the model before stays. */
export async function trainTopics(kernel: Reach, signal?: AbortSignal): Promise<TopicTraining> {
  const { learnt, tooFew } = await learnable(kernel)
  const known = [...new Set(learnt.map(({ topic }) => topic!))]
  if (known.length < 2) {
    const counts = tooFew.map(({ topic, items }) => `${topic} ${items}`).join(', ')
    const detail = `Topics need ${leastItems} items each, and two of them; ${known.length} have so many. Others: ${counts || 'none'}.`
    return { kind: 'too-few', detail }
  }
  const texts = learnt.map((item): LabelledText => ({ text: topicText(item), label: item.topic! }))
  const pause = async () => {
    signal?.throwIfAborted()
    // Hands the thread back: the same process serves lists.
    await new Promise((done) => setImmediate(done))
  }
  const { classifier, quality } = await trainClassifier(texts, {}, { rng: derive('topics'), pause })
  const card = cardOf({ learnt, tooFew, classifier, quality })
  return await publish(kernel, classifier, card)
}

async function learnable(kernel: Reach): Promise<Pick<Learnt, 'learnt' | 'tooFew'>> {
  const topics: ReadonlySet<string | null> = new Set(topicIds)
  const items = (await allItems(kernel)).filter(({ topic }) => topics.has(topic))
  items.sort((a, b) => b.addedAt - a.addedAt || (a.id < b.id ? -1 : 1))
  const byTopic = Map.groupBy(items.slice(0, mostItems), ({ topic }) => topic!)
  const groups = [...byTopic].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    learnt: groups.filter(([, of]) => of.length >= leastItems).flatMap(([, of]) => of),
    tooFew: groups.filter(([, of]) => of.length < leastItems).map(([topic, of]) => ({ topic, items: of.length })),
  }
}

interface Learnt {
  readonly learnt: readonly StoredItem[]
  readonly tooFew: TopicCard['tooFew']
  readonly classifier: TextClassifier
  readonly quality: LabelQuality
}

function cardOf({ learnt, tooFew, classifier, quality }: Learnt): TopicCard {
  const languages: Record<string, number> = {}
  for (const { language } of learnt) languages[languageOf(language)] = (languages[languageOf(language)] ?? 0) + 1
  const { accuracy, macroF1, calibrationError, confusion, labels } = quality
  return {
    items: learnt.length,
    topics: labels.map(({ texts, precision, recall }, k) => ({
      topic: classifier.labels[k]!,
      items: texts,
      precision,
      recall,
    })),
    tooFew,
    languages,
    accuracy,
    macroF1,
    calibrationError,
    confusion,
  }
}

async function publish(kernel: Reach, classifier: TextClassifier, card: TopicCard): Promise<TopicTraining> {
  const bytes = classifier.save(card)
  const sum = sha256(bytes)
  const [newest] = await selectTopicModels(kernel.database.db, 1)
  if (newest?.sha256 === sum) return { kind: 'unchanged', model: newest }
  const createdAt = kernel.clock()
  const time = new Date(createdAt).toISOString().replace(/[-:]|\.\d+Z$/g, '')
  const version = `topics-${time}-${sum.slice(0, 8)}`
  const blob = `models/${version}.bin`
  await kernel.blobs.put(blob, bytes)
  const model = { version, blob, sha256: sum, card, createdAt }
  await insertTopicModel(kernel.database.db, model)
  for (const old of await deleteOldTopicModels(kernel.database.db, keptModels)) await kernel.blobs.delete(old)
  kernel.log.info({ version, items: card.items, accuracy: card.accuracy, tooFew: card.tooFew }, 'topic model published')
  return { kind: 'published', model }
}

export interface ServedTopics {
  readonly model: TopicModel
  readonly classifier: TextClassifier
}

/** Where nothing was published yet, it is tried so often to learn something. */
const firstEveryMs = 3_600_000

/**
 * The newest that can be read, for whoever asks; a file that cannot be read leaves the one before in use. A publication
 * without any model learns its first when it is asked for one, and not only at night. Null: there is too little to learn from.
 */
export function openTopics(kernel: Reach): () => Promise<ServedTopics | null> {
  let served: ServedTopics | null = null
  let broken: string | null = null
  let triedAt = Number.NEGATIVE_INFINITY
  const learnFirst = async (): Promise<void> => {
    if (kernel.clock() - triedAt < firstEveryMs) return
    triedAt = kernel.clock()
    const trained = await trainTopics(kernel)
    if (trained.kind === 'too-few') kernel.log.info({ reason: trained.detail }, 'topics not learnt')
  }
  const newest = async (): Promise<ServedTopics | null> => {
    for (const model of await selectTopicModels(kernel.database.db, keptModels)) {
      if (model.version === served?.model.version) return served
      try {
        const bytes = await kernel.blobs.get(model.blob)
        if (bytes === null || sha256(bytes) !== model.sha256) throw new Error(`${model.blob} is missing or changed`)
        served = { model, classifier: loadClassifier(bytes) }
        return served
      } catch (cause) {
        if (broken !== model.version) kernel.log.error({ err: cause, version: model.version }, 'topic model not read')
        broken = model.version
      }
    }
    return served
  }
  return async () => {
    const found = await newest()
    if (found !== null) return found
    await learnFirst()
    return await newest()
  }
}
