// A slate is one flat list in slot order; Home shows it as one lead section and one section per topic. Each section
// says why it is there. Nothing is re-ranked: within a section, slot order stays.
import type { Recommendation, Slate } from '@lectern/protocol/rest/recommendations.ts'
import { topicTitle } from './topics.ts'

interface Section {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly items: readonly Recommendation[]
}

interface SectionOptions {
  /** Items in "For you": the hero and its cards. */
  readonly lead: number
  /** A topic with fewer items than this goes to "More to explore". */
  readonly least: number
}

const whyLead = {
  personal: 'Put in order by what you read, save and like.',
  segment: 'What readers with interests like yours open most now.',
  popular: 'What readers open most now. Open, save or like a few, and the order becomes yours.',
  editorial: 'In the order the editors chose.',
  stored: 'The last list that worked, kept for moments like this one.',
} satisfies Record<Slate['rung'], string>

export function sections(slate: Pick<Slate, 'rung' | 'items'>, { lead, least }: SectionOptions): Section[] {
  if (slate.items.length === 0) return []
  const first = slate.items.slice(0, lead)
  const byTopic = Map.groupBy(slate.items.slice(lead), (entry) => entry.item.topic ?? '')
  const topics: Section[] = []
  const rest: Recommendation[] = []
  for (const [topic, items] of byTopic) {
    if (topic === '' || items.length < least) rest.push(...items)
    else topics.push({ id: topic, title: topicTitle(topic), why: whyTopic(topic, items), items })
  }
  const out: Section[] = [{ id: 'for-you', title: 'For you', why: whyLead[slate.rung], items: first }, ...topics]
  if (rest.length > 0) {
    rest.sort((a, b) => a.slot - b.slot)
    out.push({
      id: 'more',
      title: 'More to explore',
      why: 'From topics with only one or two stories today.',
      items: rest,
    })
  }
  return out
}

/** One sentence from the reasons its own cards give: the most frequent kind speaks for the section. */
function whyTopic(topic: string, items: readonly Recommendation[]): string {
  const title = topicTitle(topic)
  const kinds = [...Map.groupBy(items, (entry) => entry.reason.kind)].sort((a, b) => b[1].length - a[1].length)
  const [kind, entries] = kinds[0]!
  switch (kind) {
    case 'because-you-read':
      return entries.length === items.length
        ? 'Here because of what you read.'
        : `Here because of what you read: ${entries.length} of these ${items.length} follow from it.`
    case 'popular':
    case 'popular-in-topic':
      return `What readers of ${title} open most now.`
    case 'fresh':
      return `New in ${title}.`
    case 'editors-choice':
      return 'Chosen by the editors.'
    case 'explore':
      return 'A look beyond your usual reading.'
  }
}
