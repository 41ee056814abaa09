// The embedded server for real: made, found, shared, killed, stopped. Each test has its own folder and cluster.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { systemChance } from '../clock/clock.ts'
import { type Config, loadConfig } from '../config/config.ts'
import { silentLog } from '../log/log.ts'
import { connect } from './connection.ts'
import { openDatabase } from './db.ts'
import { stopEmbedded } from './embedded.ts'
import { joinEmbedded } from './lease.ts'
import { holdServing } from './serving.ts'

const folder = mkdtempSync(join(tmpdir(), 'lectern-embedded-'))
const config: Config = loadConfig({ env: {}, flags: { dataDir: folder } })
after(async () => {
  await stopEmbedded(folder)
  rmSync(folder, { recursive: true })
})

const postmaster = (): number => Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

test('the last process that leaves stops the server, and the data is there at the next start', async () => {
  const first = await openDatabase(config, systemChance)
  const second = await openDatabase(config, systemChance)
  assert.equal(first.url, second.url, 'the second finds the running server')
  await sql`insert into reader (id, name, role, created_at) values ('r', 'Ada', 'reader', 1)`.execute(first.db)
  await first.close()
  assert.ok(existsSync(join(folder, 'postgres', 'postmaster.pid')), 'the second still uses it')
  await second.close()
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false)
  const third = await openDatabase(config, systemChance)
  const rows = await sql<{ name: string }>`select name from reader`.execute(third.db)
  assert.deepEqual(rows.rows, [{ name: 'Ada' }])
  await third.close()
})

test('those who come and go at the same time never lose the server while they use it', async () => {
  const visit = async (): Promise<void> => {
    for (let times = 0; times < 5; times += 1) {
      const { url, leave } = await joinEmbedded({ dataDir: folder, chance: systemChance })
      const { db } = connect(url, 1)
      await sql`select 1`.execute(db)
      await db.destroy()
      await leave()
    }
  }
  await Promise.all([visit(), visit(), visit()])
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false)
})

test('a server that is killed costs the queries under way, and comes back at the same address with what was committed', async () => {
  const before = await openDatabase(config, systemChance)
  await sql`insert into reader (id, name, role, created_at) values ('k', 'Kay', 'reader', 1)`.execute(before.db)
  const running = assert.rejects(sql`select pg_sleep(20)`.execute(before.db))
  process.kill(postmaster(), 'SIGKILL')
  await running
  const query = (): Promise<number> =>
    sql`select id from reader where id = 'k'`.execute(before.db).then(
      ({ rows }) => rows.length,
      () => query(),
    )
  assert.equal(await query(), 1)
  await before.close()
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false)
})

test('a pid file and a start lock left from before a reboot are not mistaken for a running server', async () => {
  const pidFile = join(folder, 'postgres', 'postmaster.pid')
  writeFileSync(pidFile, `${process.pid}\n${folder}/postgres\n1\n1\n\n127.0.0.1\n\nready\n`)
  writeFileSync(join(folder, 'postgres.lock'), '999999999')
  const { url, leave } = await joinEmbedded({ dataDir: folder, chance: systemChance })
  assert.notEqual(postmaster(), process.pid)
  assert.match(url, /^postgresql:\/\/lectern:/)
  await leave()
  assert.equal(existsSync(pidFile), false)
})

test('two servers on one folder: the second is refused and told who serves, also after the database was killed', async () => {
  const database = await openDatabase(config, systemChance)
  const kernel = { database, config, log: silentLog } as Parameters<typeof holdServing>[0]
  const serving = await holdServing(kernel, 4280)
  await assert.rejects(holdServing(kernel, 4281), new RegExp(`process ${process.pid}, port 4280`))
  await serving.release()
  const next = await holdServing(kernel, 4281)
  const killed = Date.now()
  process.kill(postmaster(), 'SIGKILL')
  const lockedAgain = (): Promise<boolean> =>
    sql<{
      at: Date
    }>`select pg_postmaster_start_time() as at from pg_locks where locktype = 'advisory' and objid = 7012`
      .execute(database.db)
      .then(
        ({ rows }) => (rows[0] !== undefined && rows[0].at.getTime() >= killed) || lockedAgain(),
        () => lockedAgain(),
      )
  await lockedAgain()
  await assert.rejects(holdServing(kernel, 4282), /port 4281/)
  await next.release()
  await database.close()
})

test('a server that is being killed while somebody joins is started anew', async () => {
  for (let round = 0; round < 4; round++) {
    const before = await joinEmbedded({ dataDir: folder, chance: systemChance })
    const killed = postmaster()
    process.kill(killed, 'SIGKILL')
    const lease = await joinEmbedded({ dataDir: folder, chance: systemChance })
    assert.notEqual(postmaster(), killed)
    await before.leave()
    await lease.leave()
  }
})

test('a database written by a newer Lectern is refused and left alone', async () => {
  const database = await openDatabase(config, systemChance)
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'x')`.execute(database.db)
  await assert.rejects(openDatabase(config, systemChance), /newer Lectern \(it has 9999-later\)/)
  await sql`delete from kysely_migration where name = '9999-later'`.execute(database.db)
  await database.close()
})

test('a cluster of another PostgreSQL major is refused', async () => {
  const version = join(folder, 'postgres', 'PG_VERSION')
  const kept = readFileSync(version)
  writeFileSync(version, '17\n')
  await assert.rejects(joinEmbedded({ dataDir: folder, chance: systemChance }), /PostgreSQL 17; this Lectern embeds 18/)
  writeFileSync(version, kept)
})
