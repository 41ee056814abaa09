// A real, empty, migrated database per test in milliseconds: one throwaway cluster per machine user, one template
// database per schema, a copy of it per call. The cluster stops when the last test process leaves it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemChance } from '../clock/clock.ts'
import { connect, type Database, holderName } from './db.ts'
import { startEmbedded, stopEmbedded } from './embedded.ts'
import { migrate, migrationNames } from './migrate.ts'

const folder = join(tmpdir(), `lectern-test-${userInfo().uid}`)

/** An empty database with the current schema; `close()` drops it. */
export async function testDatabase(): Promise<Database> {
  const { admin, adminUrl } = await openCluster()
  const template = await makeTemplate(admin, adminUrl)
  const name = `test_${systemChance.uuid().replaceAll('-', '')}`
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  const url = withDatabase(adminUrl, name)
  const database = connect(url, 5)
  return {
    ...database,
    url,
    embedded: false,
    async close() {
      await database.db.destroy()
      await admin.query(`drop database ${name} with (force)`)
      await leaveCluster(admin)
    },
  }
}

async function openCluster(): Promise<{ admin: pg.Client; adminUrl: string }> {
  mkdirSync(folder, { recursive: true })
  for (let tries = 1; ; tries += 1) {
    const adminUrl = withDatabase(
      await startEmbedded({ dataDir: folder, chance: systemChance, durable: false }),
      'postgres',
    )
    const admin = new pg.Client({ connectionString: adminUrl, application_name: holderName })
    admin.on('error', () => admin.removeAllListeners('notification'))
    try {
      await admin.connect()
      return { admin, adminUrl }
    } catch (cause) {
      // Another process was just stopping the cluster.
      if (tries === 20) throw cause
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}

async function makeTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
  const source = migrationNames().map((name) => readFileSync(new URL(`migrations/${name}.ts`, import.meta.url)))
  const name = `template_${createHash('sha256').update(Buffer.concat(source)).digest('hex').slice(0, 16)}`
  await admin.query('select pg_advisory_lock(7011)')
  try {
    const ready = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [name])
    if (ready.rowCount) return name
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.query(`create database ${name}`)
    const { db } = connect(withDatabase(adminUrl, name), 1)
    await migrate(db).finally(() => db.destroy())
    await admin.query(`alter database ${name} with is_template true`)
    return name
  } finally {
    await admin.query('select pg_advisory_unlock(7011)')
  }
}

async function leaveCluster(admin: pg.Client): Promise<void> {
  const others = await admin.query(
    'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid() limit 1',
    [holderName],
  )
  await admin.end()
  if (!others.rowCount) await stopEmbedded(folder)
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
