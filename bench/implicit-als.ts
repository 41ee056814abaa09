import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Interactions } from '@lectern/engine/data/interactions.ts'
import type { RankingTask } from './full-ranking.ts'
import type { PythonPeer } from './peers.ts'

/** Settings of `implicit`'s AlternatingLeastSquares; the solver is its default, three steps of conjugate gradients. */
export interface ImplicitSettings {
  readonly factors: number
  readonly alpha: number
  readonly regularization: number
  readonly iterations: number
}

/** Seconds of one epoch: by the clock, and of all threads together. */
export interface EpochTime {
  readonly wall: number
  readonly cpu: number
}

interface ImplicitRun {
  readonly epochs: readonly EpochTime[]
  /** Of the readers' lists, when targets were given. */
  readonly recall?: number
  readonly ndcg?: number
}

const script = `
import json, sys, time
import numpy as np, scipy.sparse as sp
from implicit.cpu.als import AlternatingLeastSquares
folder, options = sys.argv[1], json.loads(sys.argv[2])
read = lambda name: np.fromfile(folder + '/' + name, np.int32)
indptr, items = read('indptr'), read('items')
x = sp.csr_matrix((np.ones(len(items), np.float32), items, indptr), shape=(len(indptr) - 1, options['items']))
model = AlternatingLeastSquares(factors=options['factors'], alpha=options['alpha'],
    regularization=options['regularization'], iterations=options['iterations'], num_threads=2, random_state=1)
seconds, own = [], [time.process_time()]
def told(iteration, elapsed, *rest):
    seconds.append(elapsed)
    own.append(time.process_time())
model.fit(x, show_progress=False, callback=told)
result = {'epochs': [{'wall': wall, 'cpu': own[k + 1] - own[k]} for k, wall in enumerate(seconds)]}
k = options['k']
if k:
    bounds, wanted = read('bounds'), read('wanted')
    discount = 1 / np.log2(np.arange(2, k + 2))
    recall = ndcg = readers = 0
    for first in range(0, x.shape[0], 512):
        ids = np.arange(first, min(first + 512, x.shape[0]))
        scores = model.recalculate_user(ids, x[ids]) @ model.item_factors.T
        for row, reader in enumerate(ids):
            targets = wanted[bounds[reader]:bounds[reader + 1]]
            if not len(targets): continue
            line = scores[row]
            line[items[indptr[reader]:indptr[reader + 1]]] = -np.inf
            top = np.argpartition(-line, k)[:k]
            hits = np.isin(top[np.argsort(-line[top], kind='stable')], targets)
            recall += hits.sum() / len(targets)
            ndcg += discount[hits].sum() / discount[:min(len(targets), k)].sum()
            readers += 1
    result.update(recall=recall / readers, ndcg=ndcg / readers)
print(json.dumps(result, default=float))
`

/** Trains `implicit` on the same pairs, and ranks for the same targets where there are any. */
export async function runImplicit(
  python: PythonPeer,
  { train, task }: { readonly train: Interactions; readonly task?: RankingTask },
  settings: ImplicitSettings,
): Promise<ImplicitRun> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'))
  try {
    writeFileSync(join(folder, 'indptr'), train.indptr)
    writeFileSync(join(folder, 'items'), train.items)
    if (task !== undefined) {
      const bounds = new Int32Array(task.targets.length + 1)
      task.targets.forEach((targets, reader) => {
        bounds[reader + 1] = bounds[reader]! + targets.length
      })
      writeFileSync(join(folder, 'bounds'), bounds)
      writeFileSync(join(folder, 'wanted'), Int32Array.from(task.targets.flatMap((targets) => Array.from(targets))))
    }
    const options = { ...settings, items: train.itemIds.size, k: task?.k ?? 0 }
    // OpenBLAS's own threads would fight with implicit's
    const run = await python.run(script, { args: [folder, JSON.stringify(options)], threads: 1 })
    return run as ImplicitRun
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
