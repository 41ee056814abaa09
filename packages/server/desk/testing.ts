// A prospect for a test, of which only what matters there is said.
import type { NewProspect } from './prospect.ts'

export const prospectOf = (name: string, more: Partial<NewProspect> = {}): NewProspect => ({
  id: name,
  url: `https://paper.example/${name}`,
  source: 'feed',
  sourceDetail: 'https://paper.example/feed',
  surface: null,
  title: `Title of ${name}`,
  excerpt: `An excerpt of ${name} that is long enough.`,
  text: null,
  language: 'en',
  publisher: 'The Paper',
  domain: 'paper.example',
  authors: ['Ada Writer'],
  topic: 'tech',
  topicConfidence: 0.9,
  topicBy: 'model',
  minutes: 4,
  imageUrl: null,
  publishedAt: null,
  ...more,
})
