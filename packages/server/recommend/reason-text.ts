// Why an item is in the list, in words and in numbers that add up.
import type { Reason, SlateItem } from '@lectern/engine/pipeline/slate.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { Recommendation, Slate } from '@lectern/protocol/rest/recommendations.ts'

const topicNames: Readonly<Record<string, string>> = {
  business: 'Business',
  career: 'Career',
  arts: 'Arts',
  food: 'Food',
  health: 'Health',
  home: 'Home',
  finance: 'Personal finance',
  government: 'Politics',
  sports: 'Sports',
  tech: 'Technology',
  travel: 'Travel',
  education: 'Self-improvement',
  hobbies: 'Hobbies',
  'society-parenting': 'Parenting',
  'education-science': 'Science',
  society: 'Society',
}

/** One line of the answer: `because`, `others` and `base` sum to the score. */
export function recommendationOf(shown: SlateItem, cards: readonly Item[]): Recommendation {
  const { reason } = shown
  const item = cards[shown.row]!
  const because = reason.contributions.map(({ row, contribution }) => ({
    item: cards[row]!.id,
    title: cards[row]!.title,
    contribution,
  }))
  const base = reason.parts.reduce((sum, part) => sum + part.contribution, 0)
  return {
    slot: shown.slot,
    score: shown.score,
    item,
    reason: {
      kind: reason.kind,
      text: textOf(reason, { item, read: because[0]?.title ?? null }),
      because,
      others: reason.others ?? 0,
      base,
      parts: [...reason.parts],
    },
    ...(shown.outcomes === undefined ? {} : { outcomes: shown.outcomes }),
    propensity: shown.propensity,
    ...(shown.sponsor === undefined ? {} : { sponsored: { by: shown.sponsor } }),
  }
}

/** The sentences of a list that goes with one item: nobody read it, it was named. */
export function similarTexts(slate: Slate): Slate {
  const items = slate.items.map((line) => {
    const { kind, because, text } = line.reason
    const title = because[0]?.title ?? null
    const topic = line.item.topic === null ? null : (topicNames[line.item.topic] ?? line.item.topic)
    const sentence =
      kind === 'because-you-read' && title !== null
        ? `Read by readers of ${title}`
        : kind === 'popular-in-topic' && topic !== null
          ? `Popular in ${topic}`
          : text
    return { ...line, reason: { ...line.reason, text: sentence } }
  })
  return { ...slate, items }
}

function textOf(reason: Reason, { item, read }: { item: Item; read: string | null }): string {
  const topic = item.topic === null ? null : (topicNames[item.topic] ?? item.topic)
  switch (reason.kind) {
    case 'because-you-read':
      return read === null ? 'Because of what you read' : `Because you read ${read}`
    case 'popular':
      return 'Popular right now'
    case 'popular-in-topic':
      return topic === null ? 'Popular right now' : `Popular in ${topic}, which you read`
    case 'fresh':
      return topic === null ? 'New' : `New in ${topic}`
    case 'editors-choice':
      return 'Chosen by the editors'
    case 'explore':
      return 'Something else, to find out what you like'
  }
}
