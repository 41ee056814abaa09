// The live sections of a surface for one reader: each a list of its own in the editors' order, logged and replayed like any
// other. What the reader blocked is left out, what the reader follows stands first.
import type { SectionsAsk } from '@lectern/protocol/rest/asks.ts'
import type { ShownSection } from '@lectern/protocol/rest/sections.ts'
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import type { Caller, ProblemKind } from '../kernel/http/http.ts'
import type { Ask } from './ask.ts'
import { askerOf } from './asker.ts'
import type { ServedSection } from './editors-work.ts'
import type { Audience, Recommender } from './recommend.ts'

/** So many sections a page has room for. */
const mostSections = 20

export type SectionLists =
  | { readonly kind: 'sections'; readonly sections: readonly ShownSection[] }
  | { readonly kind: 'refused'; readonly problem: ProblemKind; readonly detail: string }

interface SectionListsReach {
  readonly recommender: Pick<Recommender, 'recommend' | 'past' | 'view'>
  settingsOf(surface: string): Pick<SurfaceSettings, 'defaults'>
}

export async function sectionLists(
  { recommender, settingsOf }: SectionListsReach,
  caller: Caller,
  { surface, ...ask }: SectionsAsk & { readonly surface: string },
): Promise<SectionLists> {
  const asker = askerOf(caller, ask, surface)
  if (asker.kind === 'refused') return asker
  const { reader: _, device: __, history: ___, ...rules } = ask
  const { languages, region, paywall } = { ...settingsOf(surface).defaults, ...rules }
  const shown: ShownSection[] = []
  for (const { section, followed } of await inOrderFor(recommender, surface, asker.audience)) {
    const own: Ask = {
      ...rules,
      languages,
      region,
      paywall,
      surface,
      recipe: 'editorial',
      section: section.name,
      filter: { section: section.name },
    }
    const list = await recommender.recommend(own, asker.audience, { owner: asker.owner })
    if (list.items.length === 0) continue
    const { name: id, title, subtitle, followable, allowAds } = section
    shown.push({ id, title, subtitle, followable, allowAds, followed, list })
  }
  return { kind: 'sections', sections: shown }
}

async function inOrderFor(
  recommender: SectionListsReach['recommender'],
  surface: string,
  audience: Audience,
): Promise<{ section: ServedSection; followed: boolean }[]> {
  const sections = recommender.view(surface)?.sections ?? []
  if (sections.length === 0) return []
  const past = audience.kind === 'reader' ? await recommender.past(audience.reader) : null
  const [followed, blocked] = [new Set(past?.followed), new Set(past?.blockedSections)]
  const wanted = sections
    .filter(({ name }) => !blocked.has(name))
    .map((section) => ({ section, followed: section.followable && followed.has(section.name) }))
  return [...wanted.filter((one) => one.followed), ...wanted.filter((one) => !one.followed)].slice(0, mostSections)
}
