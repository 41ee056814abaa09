import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../kernel/failure.ts'
import type { Call } from './command.ts'
import { itemCommand } from './item.ts'

const run = (args: string[], options: Call['options'] = {}): Promise<void> =>
  itemCommand.run({ arguments: args, options } as unknown as Call)
const isUsage = (about: RegExp) => (cause: unknown) =>
  cause instanceof Failure && cause.kind === 'usage' && about.test(cause.message)

test('an unknown action and a takedown without a reason are refused before anything is opened', async () => {
  await assert.rejects(run(['delete', 'x']), isUsage(/"delete" is no action/))
  await assert.rejects(run(['takedown', 'x']), isUsage(/has a reason/))
  await assert.rejects(run(['takedown', 'x'], { reason: ' ' }), isUsage(/has a reason/))
})
