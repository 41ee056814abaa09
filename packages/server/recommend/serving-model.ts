// The model that serves: read when it is published, checked, and kept when a later one turns out broken.
import type { Model } from '@lectern/engine/models/model.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadModel, markBroken, type PublishedModel, publishedModel, retiredModels } from '../training/training.ts'

export interface ServingModel {
  readonly version: string
  readonly model: Model
  /** How fast a reader's history fades, milliseconds; null: not at all. */
  readonly halfLifeMs: number | null
}

type Latest = (serving: ServingModel | null) => Promise<ServingModel | null>

/**
 * The model that should serve now: `serving` itself when nothing newer is sound. A broken file takes its version out of
 * service and is an error in the log; what served before goes on. A sound file that this program does not know how to read
 * stays published, for those that do.
 */
export function followModels(kernel: Kernel): Latest {
  let foreign: string | null = null // said once, not at every look
  const latest: Latest = async (serving) => {
    const published = await publishedModel(kernel)
    if (published === null || published.version === serving?.version || published.version === foreign) return serving
    const loaded = await loadModel(kernel, published)
    if (loaded.kind === 'loaded') return served(published, loaded.model)
    const found = {
      version: published.version,
      file: kernel.blobs.path(published.blob),
      detail: loaded.kind === 'missing' ? 'its file is missing' : loaded.detail,
      serving: serving?.version ?? null,
    }
    if (loaded.kind === 'foreign') {
      foreign = published.version
      kernel.log.error(
        found,
        `this server does not know the published model; ${goesOn} Restart it with the code that trained it.`,
      )
      return serving ?? (await newestReadable(kernel))
    }
    kernel.log.error(found, `the published model cannot be used; ${goesOn} Run \`lectern train\`.`)
    await markBroken(kernel, published.version)
    return await latest(serving)
  }
  return latest
}

const goesOn = 'the last good one goes on serving.'

async function newestReadable(kernel: Kernel): Promise<ServingModel | null> {
  for (const version of await retiredModels(kernel)) {
    const loaded = await loadModel(kernel, version)
    if (loaded.kind === 'loaded') return served(version, loaded.model)
  }
  return null
}

const served = ({ version, card }: PublishedModel, model: Model): ServingModel => ({
  version,
  model,
  halfLifeMs: card.halfLifeMs,
})
