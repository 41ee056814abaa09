// node examples/onnx-scorer.ts model.onnx items.json: your own ONNX model as a scorer. Needs `npm i --no-save onnxruntime-node`
// (with ONNXRUNTIME_NODE_INSTALL=skip it stays on the CPU); it is 288 MB, so Lectern does not bring it along.
// The model takes `history`, int64 [batch, length]: item row + 1, oldest first, 0 in front where a history is shorter; and
// gives `scores`, float [batch, items].
import { readFileSync } from 'node:fs'
import { type History, historyOf } from '@lectern/engine/data/history.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { askAhead, type HistoryScorer } from '@lectern/engine/models/history-scorer.ts'

interface OnnxRuntime {
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => object
  readonly InferenceSession: {
    create(model: Uint8Array): Promise<{ run(feeds: object): Promise<Record<string, { data: Float32Array }>> }>
  }
}

/** Throws, saying what to install, where the runtime is missing. */
export async function onnxScorer(model: Uint8Array, items: Vocabulary): Promise<HistoryScorer> {
  const name = 'onnxruntime-node'
  const runtime: OnnxRuntime = await import(name).catch((cause) => {
    throw new Error('an ONNX model needs its runtime: npm i --no-save onnxruntime-node', { cause })
  })
  const session = await runtime.InferenceSession.create(model)
  const score = async (histories: readonly History[]) => {
    const length = Math.max(...histories.map((history) => history.items.length))
    const rows = new BigInt64Array(histories.length * length)
    histories.forEach((history, b) => {
      history.items.forEach((row, k) => {
        rows[(b + 1) * length - history.items.length + k] = BigInt(row + 1)
      })
    })
    const { scores } = await session.run({ history: new runtime.Tensor('int64', rows, [histories.length, length]) })
    return scores!.data
  }
  return { kind: 'onnx', items, score }
}

if (import.meta.main) {
  const [model, ids] = process.argv.slice(2)
  const scorer = await onnxScorer(readFileSync(model!), new Vocabulary(JSON.parse(readFileSync(ids!, 'utf8'))))
  const history = historyOf([{ row: 0, at: 0 }])
  const asked = await askAhead(scorer, history, { now: 0 })
  for (const row of topRows(asked.score(history), 5)) console.log(scorer.items.id(row))
}
