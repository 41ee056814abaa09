import { bareItem, csv, type FileKind, type Format, tsv } from '../format.ts'

const likeFrom = 4

/** The same four columns under the names of each edition. */
function ratings(file: Pick<FileKind, 'name' | 'example' | 'layout' | 'columns'>): FileKind {
  return {
    ...file,
    holds: 'events',
    open(at) {
      const [user, item, rating, time] = file.columns.map(at) as [number, number, number, number]
      return (cells, out) => {
        if (!cells[user]) return `no ${file.columns[0]}`
        if (!cells[item]) return `no ${file.columns[1]}`
        const stars = Number(cells[rating] || Number.NaN)
        if (!Number.isFinite(stars)) return 'rating is not a number'
        out.event({
          reader: `movielens:${cells[user]}`,
          item: `movielens:${cells[item]}`,
          kind: stars >= likeFrom ? 'like' : 'open',
          at: Number(cells[time] || Number.NaN) * 1000,
        })
        return null
      }
    },
  }
}

function movies(file: Pick<FileKind, 'name' | 'example' | 'layout' | 'columns'>): FileKind {
  return {
    ...file,
    holds: 'items',
    open(at) {
      const [id, title] = file.columns.map(at) as [number, number]
      return (cells, out) => {
        if (!cells[id]) return `no ${file.columns[0]}`
        out.item(bareItem(`movielens:${cells[id]}`, cells[title] ?? '', 'import:movielens'))
        return null
      }
    },
  }
}

const colons = { delimiter: '::', quoted: false, header: false }

/** MovieLens in the layouts of its editions and of RecBole's `.inter`. */
export const movielens: Format = {
  name: 'movielens',
  about: 'MovieLens ratings (ratings.csv, ratings.dat, u.data or *.inter; movies.csv or movies.dat for titles)',
  kinds: [
    movies({ name: /^movies\.csv$/, example: 'movies.csv', layout: csv, columns: ['movieId', 'title'] }),
    movies({ name: /^movies\.dat$/, example: 'movies.dat', layout: colons, columns: ['movie', 'title'] }),
    ratings({
      name: /^ratings\.csv$/,
      example: 'ratings.csv',
      layout: csv,
      columns: ['userId', 'movieId', 'rating', 'timestamp'],
    }),
    ratings({
      name: /\.inter$/,
      example: 'ml-100k.inter',
      layout: { ...tsv, header: true },
      columns: ['user_id:token', 'item_id:token', 'rating:float', 'timestamp:float'],
    }),
    ratings({ name: /^u\.data$/, example: 'u.data', layout: tsv, columns: ['user', 'item', 'rating', 'timestamp'] }),
    ratings({
      name: /^ratings\.dat$/,
      example: 'ratings.dat',
      layout: colons,
      columns: ['user', 'item', 'rating', 'timestamp'],
    }),
  ],
  notes: [`A rating of ${likeFrom} or more is a like, a lower one an open.`],
}
