import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { derive } from '@lectern/engine/random/random.ts'
import { type BoostConfig, boostDefaults, trainBoostedTrees } from '@lectern/engine/ranker/boost.ts'
import type { BoostedTrees } from '@lectern/engine/ranker/boosted-trees.ts'
import type { Examples } from '@lectern/engine/ranker/examples.ts'
import { type Measurement, median, type Report } from './measurement.ts'
import { pythonPeer } from './peers.ts'

const features = 30
const perQuery = 100
const [trainQueries, testQueries] = [2000, 1000]
const rounds = 3
const mostMs = 2
const config: BoostConfig = { ...boostDefaults, trees: 100, leaves: 31, minLeafWeight: 1e-3 }

/** The learned ranker beside LightGBM on the same lists; CPU time, because the machine is shared. */
export const ranker: Measurement = {
  name: 'ranker',
  about:
    `LambdaMART, ${config.trees} trees of ${config.leaves} leaves on ${trainQueries * perQuery} rows x ${features} features: ` +
    'training rows/s and prediction us/row beside LightGBM on the same lists; one history x 1,000 candidates',
  async run(report) {
    const [train, test] = [madeUpLists('train', trainQueries), madeUpLists('test', testQueries)]
    const peer = await openPeer({ train, test }, report)
    const runs: { ours: Times; one: Times | null; two: Times | null }[] = []
    for (let round = 0; round < rounds; round++) {
      const ours = await measureOurs(train, test)
      const one = peer === null ? null : await peer.run(1)
      const two = peer === null ? null : await peer.run(2)
      report.line(`round ${round + 1}: ${JSON.stringify({ ours, one, two })}`)
      runs.push({ ours, one, two })
    }
    peer?.close()
    const ours = mediansOf(runs.map((each) => each.ours))
    const one = peer === null ? null : mediansOf(runs.map((each) => each.one!))
    const two = peer === null ? null : mediansOf(runs.map((each) => each.two!))
    const best = one === null || two === null ? null : Math.max(one.rowsPerSecond, two.rowsPerSecond)
    const noise = 0.01 // the standard error of NDCG over a thousand lists
    const holds = ours.listMs < mostMs && (two === null || Math.abs(ours.ndcg - two.ndcg) <= noise)
    const row = (what: string, of: (times: Times) => number) => [
      what,
      ...[ours, one, two].map((each) => shown(each, of)),
    ]
    return {
      name: 'ranker',
      value: round3(ours.rowsPerSecond),
      unit: 'rows x trees/s of training',
      peer: best === null ? null : 'LightGBM 4.7.0, the faster of 1 and 2 threads',
      ratio: best === null ? null : round3(ours.rowsPerSecond / best),
      bar: `one history x 1,000 candidates x ${features} features under ${mostMs} ms; NDCG@10 within ${noise} of LightGBM`,
      holds,
      details: {
        rounds,
        timesAreMediansOf: 'rounds by turns: here, LightGBM on 1 thread, LightGBM on 2',
        cpu: 'LightGBM on 2 threads: with the time its threads wait for one another, which on a busy machine is most of it',
      },
      table: {
        head: ['what', 'here, 1 thread', 'LightGBM, 1 thread', 'LightGBM, 2 threads'],
        rows: [
          row('training, million rows x trees per second', (times) => times.rowsPerSecond / 1e6),
          row('training, s of CPU', (times) => times.cpuSeconds),
          row('1,000 candidates, ms of CPU (us/row)', (times) => times.listMs),
          row('NDCG@10 on unseen lists', (times) => times.ndcg),
        ],
      },
    }
  },
}

interface Times {
  readonly rowsPerSecond: number
  readonly cpuSeconds: number
  /** CPU ms for one list of 1,000 rows. */
  readonly listMs: number
  readonly ndcg: number
}

/** Lists with one wanted row: what a few skewed counts, a product and a step say, beside features that say nothing. */
function madeUpLists(name: string, queries: number): Examples {
  const rng = derive('bench', 'ranker', name)
  const rows = queries * perQuery
  const values = new Float32Array(rows * features)
  const labels = new Float32Array(rows)
  for (let query = 0; query < queries; query++) {
    let [best, wanted] = [Number.NEGATIVE_INFINITY, 0]
    for (let row = query * perQuery; row < (query + 1) * perQuery; row++) {
      const at = row * features
      for (let f = 0; f < features; f++) {
        const draw = rng.uniform()
        values[at + f] =
          f % 3 === 0 ? draw : f % 3 === 1 ? Math.floor(20 * draw ** 6) : draw < 0.2 ? Number.NaN : draw ** 3
      }
      const [a, b, c, d] = [values[at]!, values[at + 1]!, values[at + 3]!, values[at + 5]!]
      const worth = a * (1 + c) + 0.1 * b + (d > 0.3 ? 0.5 : 0) + 0.4 * rng.normal()
      if (worth > best) [best, wanted] = [worth, row]
    }
    labels[wanted] = 1
  }
  const names = Array.from({ length: features }, (_, f) => `f${f}`)
  return { features: names, values, labels, groups: Int32Array.from({ length: queries + 1 }, (_, q) => q * perQuery) }
}

async function measureOurs(train: Examples, test: Examples): Promise<Times> {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  const model = await trainBoostedTrees(train, config, { rng: derive('bench') })
  const seconds = (performance.now() - start) / 1000
  const used = process.cpuUsage(cpu)
  return {
    rowsPerSecond: (train.labels.length * model.trees) / seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    listMs: listMs(model, test.values.subarray(0, 1000 * features)),
    ndcg: ndcgAt10(test, model.score(test.values)),
  }
}

/** CPU ms of scoring 1,000 rows: the median of batches of ten. */
function listMs(model: BoostedTrees, values: Float32Array): number {
  for (let warm = 0; warm < 50; warm++) model.score(values)
  const batches = Array.from({ length: 25 }, () => {
    const start = process.cpuUsage()
    for (let again = 0; again < 10; again++) model.score(values)
    return process.cpuUsage(start).user / 10_000
  })
  return median(batches)
}

function ndcgAt10({ labels, groups }: Examples, scores: ArrayLike<number>): number {
  let sum = 0
  for (let q = 0; q + 1 < groups!.length; q++) {
    const [from, to] = [groups![q]!, groups![q + 1]!]
    const wanted = labels.indexOf(1, from)
    let rank = 1
    for (let row = from; row < to; row++) if (scores[row]! > scores[wanted]!) rank++
    if (rank <= 10) sum += 1 / Math.log2(1 + rank)
  }
  return sum / (groups!.length - 1)
}

const peerScript = `
import json, sys, time
import numpy, lightgbm
folder, features, per_query = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
options = json.loads(sys.argv[4])
threads = options['num_threads']
def read(name):
    values = numpy.fromfile(f'{folder}/{name}.values', 'f4').reshape(-1, features)
    return values, numpy.fromfile(f'{folder}/{name}.labels', 'f4')
values, labels = read('train')
test, wanted = read('test')
trees = options.pop('trees')
start, cpu = time.perf_counter(), time.process_time()
data = lightgbm.Dataset(values, labels, group=[per_query] * (len(labels) // per_query), params=options)
model = lightgbm.train(options, data, trees)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
one = test[:1000]
for _ in range(10): model.predict(one, num_threads=threads)
times = []
for _ in range(25):
    start = time.process_time()
    for _ in range(10): model.predict(one, num_threads=threads)
    times.append((time.process_time() - start) * 100)
scores = model.predict(test).reshape(-1, per_query)
own = scores[wanted.reshape(-1, per_query) == 1][:, None]
ranks = 1 + (scores > own).sum(1)
print(json.dumps({
    'rowsPerSecond': len(labels) * trees / seconds, 'cpuSeconds': cpu, 'listMs': sorted(times)[12],
    'ndcg': float(numpy.where(ranks <= 10, 1 / numpy.log2(1 + ranks), 0).mean()),
}))
`

interface Peer {
  run(threads: 1 | 2): Promise<Times>
  close(): void
}

/** LightGBM with the same trees, leaves, bins, learning rate and truncation, or null where it cannot be had. */
async function openPeer(lists: Record<'train' | 'test', Examples>, report: Report): Promise<Peer | null> {
  const python = await pythonPeer(['lightgbm', 'numpy', 'scipy'], report)
  if (python === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'lectern-ranker-'))
  for (const [name, { values, labels }] of Object.entries(lists)) {
    writeFileSync(join(folder, `${name}.values`), bytesOf(values))
    writeFileSync(join(folder, `${name}.labels`), bytesOf(labels))
  }
  const options = {
    trees: config.trees,
    objective: 'lambdarank',
    num_leaves: config.leaves,
    max_depth: config.maxDepth,
    max_bin: config.maxBins,
    learning_rate: config.learningRate,
    lambda_l2: config.reg,
    min_data_in_leaf: 1,
    min_sum_hessian_in_leaf: config.minLeafWeight,
    lambdarank_truncation_level: config.truncation,
    verbose: -1,
  }
  const argsOf = (threads: number) => [
    folder,
    `${features}`,
    `${perQuery}`,
    JSON.stringify({ ...options, num_threads: threads }),
  ]
  return {
    run: async (threads) => (await python.run(peerScript, { args: argsOf(threads), threads })) as Times,
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength)
const round3 = (value: number) => Number(value.toPrecision(3))

const shown = (times: Times | null, of: (times: Times) => number) => (times === null ? 'not there' : round3(of(times)))

function mediansOf(times: readonly Times[]): Times {
  const of = (key: keyof Times) => median(times.map((each) => each[key]))
  return {
    rowsPerSecond: of('rowsPerSecond'),
    cpuSeconds: of('cpuSeconds'),
    listMs: of('listMs'),
    ndcg: of('ndcg'),
  }
}
