import { bareItem, excerptOf, type Format, tsv } from '../format.ts'

const historyStepMs = 60_000

/** Microsoft News. One row is one shown list: every item an impression, clicked ones an open as well. */
export const mind: Format = {
  name: 'mind',
  about: 'MIND news impressions (news.tsv, behaviors.tsv)',
  kinds: [
    {
      holds: 'items',
      name: /^news\.tsv$/,
      example: 'news.tsv',
      layout: tsv,
      columns: ['id', 'category', 'subcategory', 'title', 'abstract', 'url'],
      open: () => (cells, out) => {
        const [id, topic, , title, abstract, url] = cells
        if (!id) return 'no news id'
        const item = bareItem(`mind:${id}`, title ?? '', 'import:mind')
        out.item({ ...item, excerpt: excerptOf(abstract), topic: topic || null, url: url || null, language: 'en' })
        return null
      },
    },
    {
      holds: 'events',
      name: /^behaviors\.tsv$/,
      example: 'behaviors.tsv',
      layout: tsv,
      columns: ['impression', 'user', 'time', 'history', 'impressions'],
      open() {
        const known = new Set<string>()
        return (cells, out) => {
          const [, user, time, history = '', shown = ''] = cells
          if (!user) return 'no user'
          const at = timeOf(time)
          const reader = `mind:${user}`
          const items = shown.split(' ').filter((each) => each !== '')
          if (!items.every((each) => /^\S+-[01]$/.test(each))) return 'an impression does not end in -0 or -1'
          // The same history comes with each row of a reader: it is counted with the first.
          if (!known.has(reader)) {
            known.add(reader)
            const read = history.split(' ').filter((each) => each !== '')
            for (const [place, id] of read.entries())
              out.event({ reader, item: `mind:${id}`, kind: 'open', at: at - (read.length - place) * historyStepMs })
          }
          for (const [slot, each] of items.entries()) {
            const event = { reader, item: `mind:${each.slice(0, -2)}`, at, slot, surface: 'mind' }
            out.event({ ...event, kind: 'impression' })
            if (each.endsWith('1')) out.event({ ...event, kind: 'open' })
          }
          return null
        }
      },
    },
  ],
  notes: [
    'Histories have no times: they were dated one minute apart, ending one minute before the first list their reader saw.',
  ],
}

/** `11/12/2019 2:14:46 PM`, taken as UTC; NaN when it is not that. */
function timeOf(text: string | undefined): number {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) (AM|PM)$/.exec(text ?? '')
  if (match === null) return Number.NaN
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return Date.UTC(year, month - 1, day, (hour % 12) + (match[7] === 'PM' ? 12 : 0), minute, second)
}
