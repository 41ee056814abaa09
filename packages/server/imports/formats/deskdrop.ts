import { bareItem, csv, excerptOf, type Format } from '../format.ts'

const kinds: ReadonlyMap<string, 'open' | 'like' | 'save' | 'share'> = new Map([
  ['VIEW', 'open'],
  ['LIKE', 'like'],
  ['BOOKMARK', 'save'],
  ['FOLLOW', 'save'],
  ['COMMENT CREATED', 'share'],
])

/** CI&T DeskDrop. Ids are signed 64-bit numbers and stay texts. */
export const deskdrop: Format = {
  name: 'deskdrop',
  about: 'CI&T DeskDrop article reading (users_interactions.csv)',
  kinds: [
    {
      holds: 'items',
      name: /^shared_articles/,
      example: 'shared_articles.csv',
      layout: csv,
      columns: ['eventType', 'contentId', 'url', 'title', 'text', 'lang'],
      open(at) {
        const [event, id, url, title, text, lang] = ['eventType', 'contentId', 'url', 'title', 'text', 'lang'].map(
          at,
        ) as [number, number, number, number, number, number]
        return (cells, out) => {
          if (!cells[id]) return 'no contentId'
          if (cells[event] !== 'CONTENT SHARED') return null
          const name = `deskdrop:${cells[id]}`
          out.item({
            ...bareItem(name, cells[title] ?? '', 'import:deskdrop'),
            url: cells[url] || null,
            excerpt: excerptOf(cells[text]),
            language: cells[lang] || null,
          })
          return null
        }
      },
    },
    {
      holds: 'events',
      name: /^users_interactions/,
      example: 'users_interactions.csv',
      layout: csv,
      columns: ['timestamp', 'eventType', 'contentId', 'personId'],
      optional: ['sessionId'],
      open(at) {
        const [time, type, content, person] = [at('timestamp'), at('eventType'), at('contentId'), at('personId')]
        const session = at('sessionId')
        return (cells, out) => {
          const [item, reader] = [cells[content], cells[person]]
          if (!item) return 'no contentId'
          if (!reader) return 'no personId'
          const kind = kinds.get(cells[type] ?? '')
          if (kind === undefined) return `eventType is not one of ${[...kinds.keys()].join(', ')}`
          const detail = cells[session] ? `session:${cells[session]}` : undefined
          const when = Number(cells[time] || Number.NaN) * 1000
          out.event({ reader: `deskdrop:${reader}`, item: `deskdrop:${item}`, kind, at: when, detail })
          return null
        }
      },
    },
  ],
  notes: ['VIEW is an open, LIKE a like, BOOKMARK and FOLLOW a save, COMMENT CREATED a share.'],
}
