// The model that serves: read when it is published, checked, and kept when a later one turns out broken.
import type { Model } from '@lectern/engine/models/model.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadModel, markBroken, publishedModel } from '../training/training.ts'

export interface ServingModel {
  readonly version: string
  readonly model: Model
  /** How fast a reader's history fades, milliseconds; null: not at all. */
  readonly halfLifeMs: number | null
}

/**
 * The model that should serve now: `serving` itself when nothing newer is sound. A broken file takes its version out of
 * service and is an error in the log; what served before goes on.
 */
export async function latestModel(kernel: Kernel, serving: ServingModel | null): Promise<ServingModel | null> {
  const published = await publishedModel(kernel)
  if (published === null || published.version === serving?.version) return serving
  const loaded = await loadModel(kernel, published)
  if (loaded.kind === 'loaded') {
    return { version: published.version, model: loaded.model, halfLifeMs: published.card.halfLifeMs }
  }
  const detail = loaded.kind === 'missing' ? 'its file is missing' : loaded.detail
  kernel.log.error(
    { version: published.version, file: kernel.blobs.path(published.blob), detail, serving: serving?.version ?? null },
    'the published model cannot be used; the last good one goes on serving. Run `lectern train`.',
  )
  await markBroken(kernel, published.version)
  return await latestModel(kernel, serving)
}
