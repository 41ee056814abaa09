import { csv, type Format } from '../format.ts'

/** Globo.com (G1) news clicks: each click is an open; the session is kept in `detail`. */
export const globo: Format = {
  name: 'globo',
  about: 'Globo.com news clicks (clicks_hour_*.csv)',
  kinds: [
    {
      holds: 'events',
      name: /^clicks_hour/,
      example: 'clicks_hour_000.csv',
      layout: csv,
      columns: ['user_id', 'session_id', 'click_article_id', 'click_timestamp'],
      open(at) {
        const [user, session, article, time] = [
          at('user_id'),
          at('session_id'),
          at('click_article_id'),
          at('click_timestamp'),
        ]
        return (cells, out) => {
          const [reader, item] = [cells[user], cells[article]]
          if (!reader) return 'no user_id'
          if (!item) return 'no click_article_id'
          const detail = cells[session] ? `session:${cells[session]}` : undefined
          out.event({
            reader: `globo:${reader}`,
            item: `globo:${item}`,
            kind: 'open',
            at: Number(cells[time] || Number.NaN),
            detail,
          })
          return null
        }
      },
    },
  ],
  notes: ['Articles have no titles here: their id is their title.'],
}
