import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { generatedFile, generateModule } from './build.ts'

test('the committed WebAssembly is what its sources compile to, byte for byte', async () => {
  const same = (await generateModule()) === readFileSync(generatedFile, 'utf8')
  assert.ok(same, 'kernels-wasm.gen.ts is stale: run npm run build:kernels')
})

test('the build for shared memory differs from the plain one in one flag only', async () => {
  const { plainWasm, sharedWasm } = await import('../kernels-wasm.gen.ts')
  const [plain, shared] = [Buffer.from(plainWasm, 'hex'), Buffer.from(sharedWasm, 'hex')]
  assert.equal(plain.length, shared.length)
  assert.equal(plain.filter((byte, at) => byte !== shared[at]).length, 1)
})
