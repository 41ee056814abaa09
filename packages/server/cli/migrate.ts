import { migrationNames } from '../kernel/db/migrate.ts'
import type { CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const migrateCommand: CliCommand = {
  name: 'migrate',
  stage: 'Run',
  about:
    'Bring the database schema up to date and stop. `serve` and every command that opens the database do this first as well.',
  example: 'DATABASE_URL=postgresql://lectern@db/lectern lectern migrate',
  async run(call) {
    // Opening the kernel applies what is missing, under a lock.
    await withKernel(call, async () => undefined)
    const names = migrationNames()
    call.screen.line(`The schema is at ${names.at(-1)} (${names.length} migrations).`)
    call.screen.result({ schema: names.at(-1), migrations: names })
  },
}
