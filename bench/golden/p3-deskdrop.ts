import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import { type Model, onThisThread, type TrainContext } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { pureSvd } from '@lectern/engine/models/pure-svd.ts'
import { rp3beta } from '@lectern/engine/models/rp3beta.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type DeskdropTask, personSplit, readDeskdrop, timeSplit } from '../deskdrop-data.ts'
import { rankAll, type Scorer, scorerOf } from '../full-ranking.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'
import { p3Reference } from './p3-reference.ts'

const metrics = ['recall', 'ndcg', 'mrr', 'hr', 'coverage'] as const

const context: TrainContext = { rng: derive('golden P3'), withPool: onThisThread }
const day = 86_400_000

/** A model trained on one form of the pairs, asked with the histories of that form. */
const on =
  (form: 'log' | 'bin', train: (interactions: Interactions) => Promise<Model>) => async (task: DeskdropTask) => {
    const interactions = form === 'log' ? task.graded : task.train
    const score = scorerOf(await train(interactions), interactions.itemIds)
    return ((_history, reader) => score(historyOfReader(interactions, reader), reader)) satisfies Scorer
  }

const historyOfReader = ({ indptr, items, weights, at }: Interactions, reader: number) => {
  const [from, to] = [indptr[reader], indptr[reader + 1]]
  return { items: items.subarray(from, to), weights: weights.subarray(from, to), at: at.subarray(from, to) }
}

const recent = (days: number) => async (task: DeskdropTask) => {
  const { splitAt } = task as DeskdropTask & { splitAt: number }
  const scores = (await popularity.train(task.train, { halfLifeMs: days * day }, context)).score(
    noHistory,
    splitAt * 1000,
  )
  return () => scores
}
const noHistory = { items: new Int32Array(0), weights: new Float32Array(0), at: new Float64Array(0) }

const knn = (form: 'log' | 'bin', neighbours: number) =>
  on(form, (pairs) => itemKnn.train(pairs, { ...itemKnn.defaults, neighbours }, context))
const easeWith = (form: 'log' | 'bin', reg: number) =>
  on(form, (pairs) => ease.train(pairs, { ...ease.defaults, reg }, context))
const svd = (form: 'log' | 'bin', embeddingSize: number) =>
  on(form, (pairs) => pureSvd.train(pairs, { embeddingSize }, context))
/** Learnt from binary pairs in any case; the weights only stand in the history. */
const rp3 = (form: 'log' | 'bin', alpha: number, beta: number) =>
  on(form, (pairs) => rp3beta.train(pairs, { alpha, beta, neighbours: 200, gapHalfLifeMs: null }, context))

/** The scorer that a line of the table names. */
function scorerNamed(model: string, task: DeskdropTask): Promise<Scorer> {
  const [name, ...words] = model.split(' ')
  const form = words[0] === 'log' ? 'log' : 'bin'
  const number = (key: string) => Number(words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1))
  if (name === 'popularity') return recent(1e7)(task)
  if (name === 'recent') return recent(Number(words[2]))(task)
  if (name === 'itemknn') return knn(form, number('k'))(task)
  if (name === 'ease') return easeWith(form, number('lam'))(task)
  if (name === 'puresvd') return svd(form, number('d'))(task)
  if (name === 'rp3beta') return rp3(form, number('a'), number('b'))(task)
  throw new Error(`no model is named ${model}`)
}

export const p3Deskdrop: GoldenProtocol = {
  name: 'P3',
  about: 'DeskDrop: P3a trained before a point in time, P3c with every fifth article of a person held out',
  async measure(line) {
    const log = readDeskdrop()
    const splits = { P3a: timeSplit(log), P3c: personSplit(log) }
    const lines: GoldenLine[] = []
    for (const [protocol, table] of Object.entries(p3Reference))
      for (const row of table.trim().split('\n')) {
        const [model, numbers] = row.split(' | ') as [string, string]
        const task = splits[protocol as keyof typeof p3Reference]
        const measured = rankAll(task, await scorerNamed(model, task))
        line(`${protocol} ${model}: ${metrics.map((name) => measured[name].toFixed(4)).join(' ')}`)
        numbers.split(' ').forEach((golden, k) => {
          const metric = metrics[k]!
          lines.push({
            protocol,
            model,
            metric: `${metric}@10`,
            golden: Number(golden),
            tolerance: 0.003,
            measured: measured[metric],
          })
        })
      }
    return lines
  },
}
