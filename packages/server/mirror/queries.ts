// The SQL of the mirror, over the log as DuckDB has it (table `act`, events/count-log.ts) and what is laid beside it. It has
// no table of the database. Totals come out, never a reader.
import type { LogTables } from '../events/events.ts'
import type { Choice } from './choices.ts'

interface Beside {
  readonly choices: readonly Choice[]
  readonly stories: readonly { readonly item: string; readonly topic: string | null; readonly available: boolean }[]
  readonly sections: readonly { readonly slate: string; readonly section: string }[]
  /** null: all. */
  readonly surface: string | null
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Lays out what the counts below read. */
export async function prepare(tables: LogTables, { choices, stories, sections, surface }: Beside): Promise<void> {
  await tables.fill(
    'choice',
    { dimension: 'VARCHAR', key: 'VARCHAR', item: 'VARCHAR', surface: 'VARCHAR', since: 'BIGINT', until: 'BIGINT' },
    choices.map((one) => [one.dimension, one.key, one.item, one.surface, one.since, one.until]),
  )
  await tables.fill(
    'story',
    { item: 'VARCHAR', topic: 'VARCHAR', available: 'VARCHAR' },
    stories.map(({ item, topic, available }) => [item, topic, available ? 'yes' : 'no']),
  )
  await tables.fill(
    'section_list',
    { slate: 'VARCHAR', section: 'VARCHAR' },
    sections.map(({ slate, section }) => [slate, section]),
  )
  await tables.run(`create table heard as select * from act
    where kind = 'follow' ${surface === null ? 'or true' : `or surface = ${quoted(surface)}`}`)
  await tables.run(sights)
  await tables.run(words)
  await tables.run(matched('sight'))
  await tables.run(matched('word'))
}

/**
 * What one reader saw of one item in one list counts once, at the best slot; without a list, once a day. `rate` is the mean
 * share opened of all that was shown at the same slot of the same surface.
 */
const sights = `
  create table sight as
  with place as (
    select *, coalesce(surface, '') as room, coalesce(slate::varchar, strftime(epoch_ms("at"), '%Y-%m-%d')) as list
    from heard where kind in ('impression', 'open')
  ), shown as (
    select reader, item, room, list, min(slot) as slot, min("at") as "at", any_value(slate::varchar) as slate
    from place where kind = 'impression' group by reader, item, room, list
  ), opened as (select distinct reader, item, room, list from place where kind = 'open')
  select row_number() over () as id, shown.reader, shown.item,
    shown.room as surface, shown.slate, shown."at", opened.reader is not null as opened,
    avg((opened.reader is not null)::integer) over (partition by shown.room, shown.slot) as rate
  from shown left join opened on opened.reader = shown.reader and opened.item = shown.item
    and opened.room = shown.room and opened.list = shown.list`

/** What a reader did and did not take back: one for each item and kind. */
const words = `
  create table word as
  select row_number() over () as id, reader, item, kind,
    coalesce(arg_max(surface, "at"), '') as surface, arg_max(slate::varchar, "at") as slate, max("at") as "at"
  from heard where kind in ('finish', 'save', 'dismiss', 'report')
  group by reader, item, kind having arg_max("on", "at")`

/** Which of a table belongs to which group, each once. */
const matched = (of: 'sight' | 'word'): string => `
  create table ${of}_of as
  with chosen as (
    select distinct dimension, key, ${of}.id from ${of} join choice on choice.item = ${of}.item
      and (choice.surface is null or choice.surface = ${of}.surface)
      and (choice.since is null or (${of}."at" >= choice.since and ${of}."at" < choice.until))
  )
  select * from chosen
  union all select distinct 'total', '', id from chosen where dimension = 'item'
  union all select distinct 'section', section, ${of}.id from ${of} join section_list using (slate)
    where ${of}.id in (select id from chosen where dimension = 'item')`

export interface Measured {
  readonly dimension: string
  readonly key: string
  readonly impressions: number
  readonly readers: number
  readonly opens: number
  readonly openers: number
  readonly expected: number
}

const measures = `count(*) as impressions, count(distinct reader) as readers, count(*) filter (opened) as opens,
  count(distinct reader) filter (opened) as openers, sum(rate) as expected`

export const measureGroups = (tables: LogTables): Promise<Measured[]> =>
  tables.rows(`select dimension, key, ${measures} from sight_of join sight using (id)
    group by dimension, key order by impressions desc, dimension, key`)

/** Of what was chosen, by day in UTC: `key`. */
export const measureDays = (tables: LogTables): Promise<Measured[]> =>
  tables.rows(`select 'day' as dimension, strftime(epoch_ms("at"), '%Y-%m-%d') as key, ${measures}
    from sight_of join sight using (id) where dimension = 'total'
    group by strftime(epoch_ms("at"), '%Y-%m-%d') order by 2`)

export interface Outcome {
  readonly dimension: string
  readonly key: string
  readonly kind: 'finish' | 'save' | 'dismiss' | 'report'
  readonly times: number
  readonly readers: number
}

export const countOutcomes = (tables: LogTables): Promise<Outcome[]> =>
  tables.rows(`select dimension, key, kind, count(*) as times, count(distinct reader) as readers
    from word_of join word using (id) group by dimension, key, kind`)

export interface Wanted {
  readonly topic: string
  readonly holders: number
  readonly inHolders: number
  readonly all: number
  readonly allSquared: number
  readonly impressions: number
  readonly stock: number
}

/** Each reader wants a topic once, however much of it was opened. */
export const countWanted = (tables: LogTables): Promise<Wanted[]> =>
  tables.rows(`
  with spoken as (
    select reader, item, kind from heard where kind in ('open', 'finish', 'save', 'follow')
    group by reader, item, kind having arg_max("on", "at")
  ), topics as (select topic, count(*) filter (available = 'yes') as stock from story where topic is not null group by topic),
  want as (
    select distinct reader, topic from spoken join story using (item) where kind <> 'follow' and topic is not null
    union select distinct reader, topic from spoken join topics on item = 'section:' || topic where kind = 'follow'
  ), size as (select reader, count(*) as things from want group by reader),
  whole as (select coalesce(sum(things), 0) as things, coalesce(sum(things * things), 0) as squared from size),
  shown as (select topic, count(*) as impressions from sight join story using (item) group by topic)
  select topic, count(*) as holders, sum(size.things)::bigint as "inHolders", any_value(whole.things)::bigint as "all",
    any_value(whole.squared)::bigint as "allSquared", any_value(coalesce(impressions, 0)) as impressions,
    any_value(stock) as stock
  from want join size using (reader) join topics using (topic) left join shown using (topic) cross join whole
  group by topic order by topic`)

/** Impressions and items that have a topic at all. */
export async function countWhole(tables: LogTables): Promise<{ impressions: number; stock: number }> {
  const rows = await tables.rows<{ impressions: number; stock: number }>(`select
    (select count(*) from sight join story using (item) where topic is not null) as impressions,
    (select count(*) from story where topic is not null and available = 'yes') as stock`)
  return rows[0]!
}

interface MeasuredItem extends Pick<Measured, 'readers' | 'opens' | 'expected'> {
  readonly item: string
  readonly lastShownAt: number
}

/** Of everything that was shown. */
export const measureItems = (tables: LogTables): Promise<MeasuredItem[]> =>
  tables.rows(`select item, count(distinct reader) as readers, count(*) filter (opened) as opens, sum(rate) as expected,
    max("at") as "lastShownAt" from sight group by item order by item`)
