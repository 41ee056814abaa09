// What a reader calls a topic.
import type { TopicId } from '@lectern/protocol/rest/items.ts'

const titles = {
  business: 'Business',
  career: 'Work and career',
  arts: 'Arts and entertainment',
  food: 'Food',
  health: 'Health and fitness',
  home: 'Home and garden',
  finance: 'Money',
  government: 'Politics',
  sports: 'Sports',
  tech: 'Technology',
  travel: 'Travel',
  education: 'Learning',
  hobbies: 'Hobbies and games',
  'society-parenting': 'Family and relationships',
  'education-science': 'Science',
  society: 'Society and ideas',
} satisfies Record<TopicId, string>

/** The human title of a topic id; an imported data set's own topic word is only tidied. */
export function topicTitle(topic: string): string {
  if (Object.hasOwn(titles, topic)) return titles[topic as TopicId]
  const words = topic.replaceAll(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** All of them, by title. */
export const topics = (Object.keys(titles) as TopicId[])
  .map((id) => ({ id, name: titles[id] }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
