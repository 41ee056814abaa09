import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '@lectern/engine/data/history.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { askAhead } from '@lectern/engine/models/history-scorer.ts'
import { onnxScorer } from './onnx-scorer.ts'

const items = new Vocabulary(['a', 'b', 'c'])
/** Row i + 1 is what item i adds to each item; row 0 is the padding. */
const table = [
  [0, 0, 0],
  [0, 2, 1],
  [4, 0, 0.5],
  [1, 1, 0],
]
const runtime = await import('onnxruntime-node' as string).catch(() => null)
const absent = runtime === null && 'onnxruntime-node is not installed (npm i --no-save onnxruntime-node)'

test('an ONNX model scores histories of any length, and its reasons sum', { skip: absent }, async () => {
  const scorer = await onnxScorer(sumOfRows(table), items)
  const history = historyOf([
    { row: 0, at: 1 },
    { row: 1, at: 2 },
  ])
  const model = await askAhead(scorer, history, { now: 3 })
  assert.deepEqual(model.score(history), Float32Array.of(4, 2, 1.5))
  assert.deepEqual(model.explain(history, 0).contributions, [
    { row: 1, contribution: 4 },
    { row: 0, contribution: 0 },
  ])
})

test('without the runtime the error says what to install', {
  skip: absent === false && 'the runtime is there',
}, async () => {
  await assert.rejects(onnxScorer(new Uint8Array(0), items), /npm i --no-save onnxruntime-node/)
})

/** An ONNX file, written by hand: scores = ReduceSum(Gather(table, history), axis 1). Field numbers are those of onnx.proto. */
function sumOfRows(rows: readonly (readonly number[])[]): Uint8Array {
  const floats = [...new Uint8Array(Float32Array.from(rows.flat()).buffer)]
  const tensor = (name: string, dims: readonly number[], type: number, raw: readonly number[]) => [
    ...dims.flatMap((dim) => number(1, dim)),
    ...number(2, type),
    ...text(8, name),
    ...field(9, raw),
  ]
  const value = (name: string, type: number, dims: readonly string[]) => [
    ...text(1, name),
    ...field(
      2,
      field(1, [
        ...number(1, type),
        ...field(
          2,
          dims.flatMap((dim) => field(1, text(2, dim))),
        ),
      ]),
    ),
  ]
  const node = (type: string, inputs: readonly string[], output: string, attribute: readonly number[] = []) => [
    ...inputs.flatMap((input) => text(1, input)),
    ...text(2, output),
    ...text(4, type),
    ...attribute,
  ]
  const keepNone = field(5, [...text(1, 'keepdims'), ...number(3, 0), ...number(20, 2)])
  const graph = [
    ...field(1, node('Gather', ['table', 'history'], 'taken')),
    ...field(1, node('ReduceSum', ['taken', 'axes'], 'scores', keepNone)),
    ...text(2, 'sum of rows'),
    ...field(5, tensor('table', [rows.length, rows[0]!.length], 1, floats)),
    ...field(5, tensor('axes', [1], 7, [1, 0, 0, 0, 0, 0, 0, 0])),
    ...field(11, value('history', 7, ['batch', 'length'])),
    ...field(12, value('scores', 1, ['batch', 'items'])),
  ]
  return Uint8Array.from([...number(1, 8), ...field(7, graph), ...field(8, number(2, 13))])
}

function number(tag: number, value: number): number[] {
  return [...varint(tag << 3), ...varint(value)]
}
function field(tag: number, bytes: readonly number[]): number[] {
  return [...varint((tag << 3) | 2), ...varint(bytes.length), ...bytes]
}
function text(tag: number, value: string): number[] {
  return field(tag, [...new TextEncoder().encode(value)])
}
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
