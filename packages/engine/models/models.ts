// Every algorithm that learns from interactions alone, by name: what a trainer can be asked for and a server can load.
// Not here: training models that need more than interactions (content.ts and collective-ease.ts take vectors of the items).
// Start at `algorithmNamed` to train and `loadModel` to serve; a new algorithm adds its line to `algorithms`.
import type { Interactions } from '../data/interactions.ts'
import { modelFileKind } from '../data/model-file.ts'
import { bpr } from './bpr.ts'
import { coVisitation } from './co-visitation.ts'
import { loadCollectiveEase } from './collective-ease.ts'
import { loadContent } from './content.ts'
import { ease } from './ease.ts'
import { edlae } from './edlae.ts'
import { graphFilter } from './graph-filter.ts'
import { ials } from './ials.ts'
import { itemKnn } from './item-knn.ts'
import type { Algorithm, Model, TrainContext } from './model.ts'
import { popularity } from './popularity.ts'
import { pureSvd } from './pure-svd.ts'
import { rp3beta } from './rp3beta.ts'
import { sessionKnn } from './session-knn.ts'
import { sessionLinear } from './session-linear.ts'
import { transitions } from './transitions.ts'

export type Settings = Readonly<Record<string, unknown>>

/** An algorithm whose settings come from outside, by name. */
export interface NamedAlgorithm {
  readonly kind: string
  /** As people write it. */
  readonly title: string
  readonly defaults: Settings
  /** Defaults apply where `settings` says nothing. Throws on a setting that the algorithm does not have. */
  train(interactions: Interactions, settings: Settings, context: TrainContext): Promise<Model>
  load(bytes: Uint8Array): Model
}

export const algorithms: readonly NamedAlgorithm[] = [
  named(popularity, 'popularity'),
  named(itemKnn, 'item-kNN'),
  named(rp3beta, 'RP3beta'),
  named(ease, 'EASE'),
  named(edlae, 'EDLAE'),
  named(ials, 'iALS'),
  named(bpr, 'BPR'),
  named(pureSvd, 'PureSVD'),
  named(graphFilter, 'graph filter'),
  named(transitions, 'transitions'),
  named(sessionLinear, 'session-linear'),
  named(coVisitation, 'co-visitation'),
  named(sessionKnn, 'session kNN'),
]

/** Throws when there is no such algorithm, naming those there are. */
export function algorithmNamed(kind: string): NamedAlgorithm {
  const found = algorithms.find((each) => each.kind === kind)
  if (found !== undefined) return found
  const known = algorithms.map((each) => each.kind).join(', ')
  throw new RangeError(`there is no model ${JSON.stringify(kind)}; known: ${known}`)
}

/** The model that a file holds, whichever of these it is. Throws on another or damaged file. */
export function loadModel(bytes: Uint8Array): Model {
  const [kind = ''] = modelFileKind(bytes).split('/')
  return (ofContent[kind] ?? algorithmNamed(kind).load)(bytes)
}

/** To load these nothing more is needed; to train them, vectors are. */
const ofContent: Readonly<Record<string, (bytes: Uint8Array) => Model>> = {
  content: loadContent,
  'collective-ease': loadCollectiveEase,
}

function named<Config extends object>(algorithm: Algorithm<Config>, title: string): NamedAlgorithm {
  const { kind, defaults } = algorithm
  return {
    kind,
    title,
    defaults: { ...defaults },
    load: (bytes) => algorithm.load(bytes),
    async train(interactions, settings, context) {
      const unknown = Object.keys(settings).find((name) => !(name in defaults))
      if (unknown !== undefined)
        throw new RangeError(`${kind}: there is no setting ${unknown}; known: ${Object.keys(defaults).join(', ')}`)
      return algorithm.train(interactions, { ...defaults, ...settings }, context)
    },
  }
}
