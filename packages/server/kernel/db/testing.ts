// A real, empty, migrated database per test in milliseconds: one throwaway cluster per machine user, one template
// database per schema, a copy of it per call. The cluster stops when the last test process leaves it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { systemChance } from '../clock/clock.ts'
import { connect, newClient } from './connection.ts'
import type { Database } from './db.ts'
import { joinEmbedded } from './lease.ts'
import { migrate, migrationNames } from './migrate.ts'

const folder = join(tmpdir(), `lectern-test-${userInfo().uid}`)

/** An empty database with the current schema; `close()` drops it. */
export async function testDatabase(): Promise<Database> {
  mkdirSync(folder, { recursive: true })
  const lease = await joinEmbedded({ dataDir: folder, chance: systemChance, durable: false })
  const admin = newClient({ connectionString: lease.url })
  await admin.connect()
  const template = await makeTemplate(admin, lease.url)
  const name = `test_${systemChance.uuid().replaceAll('-', '')}`
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  const url = withDatabase(lease.url, name)
  const database = connect(url, 5)
  return {
    ...database,
    url,
    embedded: false,
    async close() {
      await database.db.destroy()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
      await lease.leave()
    },
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

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
