import { bareItem, csv, excerptOf, type Format } from '../format.ts'

const firstAt = Date.UTC(2018, 0, 1)
const stepMs = 60_000

/** IBM Watson Studio community. Views have no times: the n-th row is dated n minutes after 2018-01-01 UTC. */
export const ibmWatson: Format = {
  name: 'ibm-watson',
  about: 'IBM Watson Studio articles and views (articles_community.csv, user-item-interactions.csv)',
  kinds: [
    {
      holds: 'items',
      name: /^articles_community/,
      example: 'articles_community.csv',
      layout: csv,
      columns: ['doc_description', 'doc_full_name', 'article_id'],
      open(at) {
        const [about, title, article] = [at('doc_description'), at('doc_full_name'), at('article_id')]
        return (cells, out) => {
          const id = articleId(cells[article])
          if (id === null) return 'no article_id'
          const item = bareItem(id, cells[title] ?? '', 'import:ibm-watson')
          out.item({ ...item, excerpt: excerptOf(cells[about]), language: 'en' })
          return null
        }
      },
    },
    {
      holds: 'events',
      name: /^user-item-interactions/,
      example: 'user-item-interactions.csv',
      layout: csv,
      columns: ['article_id', 'title', 'email'],
      open(at) {
        const [article, title, email] = [at('article_id'), at('title'), at('email')]
        return (cells, out, row) => {
          const item = articleId(cells[article])
          if (item === null) return 'no article_id'
          if (!cells[email]) return 'no email, so no reader'
          const reader = `ibm-watson:${cells[email]}`
          out.event({ reader, item, kind: 'open', at: firstAt + row * stepMs, title: cells[title] })
          return null
        }
      },
    },
  ],
  notes: [
    'The views have no times: the n-th row was dated n minutes after 2018-01-01T00:00Z, so only their order means something.',
  ],
}

/** `1430.0` and `1430` are the same article. */
function articleId(text: string | undefined): string | null {
  const match = /^(\d+)(\.0)?$/.exec(text ?? '')
  return match === null ? null : `ibm-watson:${match[1]}`
}
