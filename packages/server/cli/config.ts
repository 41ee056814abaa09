import { configKeys, redact } from '../kernel/config/config.ts'
import type { CliCommand } from './command.ts'

export const configCommand: CliCommand = {
  name: 'config',
  stage: 'Mend',
  about: 'Print the configuration in force, secrets hidden, with where each key can be set.',
  example: 'LECTERN_HTTP_PORT=8080 lectern config --json',
  async run({ config, screen }) {
    const shown = redact(config)
    const value = (key: string): unknown =>
      key.split('.').reduce<unknown>((from, part) => (from as Record<string, unknown>)[part], shown)
    screen.line(`${config.dataDir}/config.json (optional), environment, then flags. An unknown key is an error.\n`)
    screen.table(
      ['key', 'value', 'environment', 'meaning'],
      configKeys().map(({ key, env, about }) => [
        key,
        JSON.stringify(value(key)),
        key === 'database.url' ? 'DATABASE_URL' : env,
        about,
      ]),
    )
    screen.result(shown)
  },
}
