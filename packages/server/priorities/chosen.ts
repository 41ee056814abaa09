// Which documents hold for one list: the surface's where it says something, else the publication's; for a reader who is
// among the share of a trial the trial's.
import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import type { Priorities } from '@lectern/engine/pipeline/slate.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { Release } from './queries.ts'

/** What is in force, by surface; the publication's under null. */
interface Everything {
  readonly releases: ReadonlyMap<string | null, Release>
  readonly documents: ReadonlyMap<string, PrioritiesDocument>
}

export interface Chosen {
  /** The version of the surface and that of the publication, where both say something. */
  readonly priorities: Priorities
  readonly document: PrioritiesDocument
  /** Arm by experiment, for the slate. */
  readonly experiments: Readonly<Record<string, 'trial' | 'control'>>
}

export const everything = (releases: readonly Release[], documents: Everything['documents']): Everything => ({
  releases: new Map(releases.map((each) => [each.surface, each])),
  documents,
})

export function chosenOf(inForce: Everything, surface: string, reader: string | null): Chosen {
  const publication = versionFor(inForce.releases.get(null), reader)
  const own = versionFor(inForce.releases.get(surface), reader)
  const key = `${own.version} ${publication.version}`
  let known = joined.get(inForce)
  if (known === undefined) {
    known = new Map()
    joined.set(inForce, known)
  }
  let made = known.get(key)
  if (made === undefined) {
    const document = joinedDocument(documentOf(inForce, own.version), documentOf(inForce, publication.version))
    const version = [own.version, publication.version].filter((one) => one !== null).join('+')
    made = {
      document,
      priorities: {
        version: version || defaultPriorities.version,
        outcomes: document.outcomes ?? defaultPriorities.outcomes,
      },
    }
    known.set(key, made)
  }
  return { ...made, experiments: { ...publication.arm, ...own.arm } }
}

/** Joined once for each pair of versions, not for each list. */
const joined = new WeakMap<Everything, Map<string, Pick<Chosen, 'document' | 'priorities'>>>()

export const documentOf = ({ documents }: Everything, version: string | null): PrioritiesDocument =>
  (version === null ? undefined : documents.get(version)) ?? {}

/** What the surface does not say the publication does; blocks and sensitive topics of both hold. */
export function joinedDocument(own: PrioritiesDocument, publication: PrioritiesDocument): PrioritiesDocument {
  const ownBlocks = new Set(own.blocks?.map(({ name }) => name))
  const blocks = [...(own.blocks ?? []), ...(publication.blocks ?? []).filter(({ name }) => !ownBlocks.has(name))]
  const sensitive = [...new Set([...(own.sensitiveTopics ?? []), ...(publication.sensitiveTopics ?? [])])]
  return {
    ...publication,
    ...own,
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(sensitive.length === 0 ? {} : { sensitiveTopics: sensitive }),
  }
}

interface VersionFor {
  readonly version: string | null
  readonly arm: Chosen['experiments']
}

/** A reader is in or out by a hash of who it is: the same on every node and every day. */
function versionFor(release: Release | undefined, reader: string | null): VersionFor {
  if (release === undefined) return { version: null, arm: {} }
  const { base, trial, share, experiment } = release
  if (trial === null || reader === null) return { version: base, arm: {} }
  const isIn = derive('priorities', experiment ?? trial, reader).uniform() < (share ?? 0)
  const arm = experiment === null ? {} : { [experiment]: isIn ? ('trial' as const) : ('control' as const) }
  return { version: isIn ? trial : base, arm }
}
