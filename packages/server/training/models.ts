// The registry: which model version serves, its file, and how a new one takes its place.
import { type PackFacts, packModel } from '@lectern/engine/data/model-pack.ts'
import type { Model } from '@lectern/engine/models/model.ts'
import { loadModel as modelOf } from '@lectern/engine/models/models.ts'
import { sha256 } from '../kernel/blobs/blobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ModelCard, PublishedModel } from './card.ts'
import {
  insertPublished,
  selectOldBlobs,
  selectPublished,
  selectRetired,
  selectVersion,
  updateBroken,
} from './queries.ts'

const keptBlobs = 5

export async function publishedModel(kernel: Pick<Kernel, 'database'>): Promise<PublishedModel | null> {
  return (await selectPublished(kernel.database.db)) ?? null
}

/** What was published before and still has its file, newest first. */
export async function retiredModels(kernel: Pick<Kernel, 'database'>): Promise<PublishedModel[]> {
  return await selectRetired(kernel.database.db, keptBlobs)
}

/** Any version that was ever published. */
export async function modelVersion(kernel: Pick<Kernel, 'database'>, version: string): Promise<PublishedModel | null> {
  return (await selectVersion(kernel.database.db, version)) ?? null
}

/** True when the file is there and its bytes are those that were published. */
export async function verifyModel(kernel: Pick<Kernel, 'blobs'>, model: PublishedModel): Promise<boolean> {
  const bytes = await kernel.blobs.get(model.blob)
  return bytes !== null && sha256(bytes) === model.sha256
}

type LoadedModel =
  | { readonly kind: 'loaded'; readonly model: Model }
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt'; readonly detail: string }
  /** The bytes are those that were published; another program, with another set of models, wrote them. */
  | { readonly kind: 'foreign'; readonly detail: string }

/** Reads and checks a model file. */
export async function loadModel(kernel: Pick<Kernel, 'blobs'>, published: PublishedModel): Promise<LoadedModel> {
  const bytes = await kernel.blobs.get(published.blob)
  if (bytes === null) return { kind: 'missing' }
  const found = sha256(bytes)
  if (found !== published.sha256) {
    return { kind: 'corrupt', detail: `its SHA-256 is ${found}, published was ${published.sha256}` }
  }
  try {
    return { kind: 'loaded', model: modelOf(bytes) }
  } catch (cause) {
    return { kind: 'foreign', detail: (cause as Error).message }
  }
}

/** What goes into the file itself, for whoever has nothing but the file. */
function factsOf({ data, evaluation }: Omit<ModelCard, 'bytes'>): PackFacts {
  const { firstAt: from, lastAt: to, readers, interactions } = data
  const report = evaluation?.report
  const measured = report?.models.find(({ name }) => name !== report.baseline)
  const metrics = measured && Object.entries(measured.metrics).map(([name, { mean }]) => [name, mean] as const)
  return { from, to, readers, interactions, ...(metrics && { metrics: Object.fromEntries(metrics) }) }
}

/** Takes a version out of service for good; the one before it is published again. */
export async function markBroken(kernel: Pick<Kernel, 'database'>, version: string): Promise<void> {
  await updateBroken(kernel.database.db, version)
}

/** Writes the file and publishes the version; when anything fails, or `signal` is aborted first, neither remains. */
export async function publishModel(
  kernel: Pick<Kernel, 'blobs' | 'database' | 'clock'>,
  model: Model,
  options: { readonly card: Omit<ModelCard, 'bytes'>; readonly signal?: AbortSignal },
): Promise<PublishedModel> {
  const bytes = packModel(model.save(), { facts: factsOf(options.card) })
  const createdAt = kernel.clock()
  const time = new Date(createdAt).toISOString().replace(/[-:]|\.\d+Z$/g, '')
  const version = `${model.kind}-${time}-${sha256(bytes).slice(0, 8)}`
  const blob = `models/${version}.bin`
  const known = await modelVersion(kernel, version)
  if (known !== null) return known
  try {
    const sum = await kernel.blobs.put(blob, bytes)
    options.signal?.throwIfAborted()
    const card: ModelCard = { ...options.card, bytes: bytes.length }
    const published = { version, model: model.kind, blob, sha256: sum, card, createdAt }
    await insertPublished(kernel.database.db, published)
    for (const old of await selectOldBlobs(kernel.database.db, keptBlobs)) await kernel.blobs.delete(old)
    return published
  } catch (cause) {
    if ((await modelVersion(kernel, version).catch(() => null)) === null) await kernel.blobs.delete(blob)
    throw cause
  }
}
