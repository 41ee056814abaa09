import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openScriptedWeb, rss, type ScriptedWeb } from '../sources/testing.ts'

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
let kernel: TestKernel
let web: ScriptedWeb
before(async () => {
  kernel = await testKernel()
  web = await openScriptedWeb()
  web.pages.set('/', { body: '<link rel="alternate" type="application/rss+xml" href="/feed">' })
  web.pages.set('/feed', { body: rss([{ link: `${web.url}/a` }]) })
})
after(async () => {
  web.close()
  await kernel.close()
})

/** Not spawnSync: this process answers what the program fetches. */
function lectern(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, 'feeds', ...args, '--data', kernel.config.dataDir], {
    env: { ...process.env, DATABASE_URL: kernel.database.url, LECTERN_OUTBOUND_PRIVATE_HOSTS: `127.0.0.1:${web.port}` },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part) => {
    out += part
  })
  child.stderr.on('data', (part) => {
    err += part
  })
  return new Promise((done) => child.once('close', (code) => done({ code, out, err })))
}

test('a feed is followed by the address of its page, polled, listed and removed', async () => {
  const added = await lectern('add', `${web.url}/`, '--folder', 'News')
  assert.equal(added.code, 0, added.err)
  assert.match(added.out, /The Paper \(http:.*\/feed\) is followed\./)
  assert.match((await lectern('poll', `${web.url}/feed`)).out, /\/feed: same\./)
  assert.match((await lectern('list')).out, /The Paper +News +http:\S+\/feed +1 .* good/)
  assert.match((await lectern('remove', `${web.url}/feed`)).out, /is not followed any more/)
})

test('what cannot be followed is said, and a wrong action lists the right ones', async () => {
  const refused = await lectern('add', 'http://169.254.169.254/')
  assert.deepEqual([refused.code, /inside a network/.test(refused.err)], [66, true])
  const wrong = await lectern('follow')
  assert.deepEqual([wrong.code, /One of list, add, poll/.test(wrong.err)], [64, true])
})
