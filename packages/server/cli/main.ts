// The program `lectern`. Builds every command from its data, loads a command's code only when it runs, and turns what
// goes wrong into one sentence, one advice and an exit code.
import { Command, CommanderError, Option } from 'commander'
import { loadConfig } from '../kernel/config/config.ts'
import { exitCodes, Failure } from '../kernel/failure.ts'
import { openLog } from '../kernel/log/log.ts'
import { version } from '../version.ts'
import type { CliCommand } from './command.ts'
import { lifeCycle } from './command.ts'
import { commands } from './commands.ts'
import { openScreen } from './screen.ts'

/** Flags of every command, and the configuration key each one sets. */
const configFlags = { data: 'dataDir', port: 'http.port', tlsPort: 'http.tlsPort', host: 'http.host' } as const

const program = new Command('lectern')
  .description('Save, read and discover: a reading list with a recommendation platform behind it.')
  .version(version)
  .showHelpAfterError('(--help lists commands and options)')
  .exitOverride()
  .addHelpText('after', exitCodeHelp())

for (const stage of lifeCycle) for (const command of commands.filter((each) => each.stage === stage)) add(command)

try {
  await program.parseAsync()
} catch (cause) {
  // Whatever a failed command left open must not keep the process.
  process.exit(report(cause))
}

function add(command: CliCommand): void {
  const built = program
    .command(command.name)
    .helpGroup(`${command.stage}:`)
    .description(command.about)
    .option('--data <dir>', 'data folder (default: LECTERN_DATA, else ./data)')
    .option('--json', 'print one JSON value for machines')
    .addHelpText('after', `\nExample:\n  ${command.example}`)
    .exitOverride()
  for (const argument of command.arguments ?? []) built.argument(argument.name, argument.about)
  for (const { flags, about, fallback } of command.options ?? []) {
    const option = new Option(flags, about)
    built.addOption(fallback === undefined ? option : option.default(fallback))
  }
  built.action(() => run(command, built.args, built.opts()))
}

async function run(command: CliCommand, args: string[], options: Record<string, string | boolean>): Promise<void> {
  const flags = Object.fromEntries(
    Object.entries(configFlags).map(([flag, key]) => [
      key,
      options[flag] === undefined ? undefined : String(options[flag]),
    ]),
  )
  const config = loadConfig({ env: process.env, flags })
  const stop = new AbortController()
  let asked = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked += 1
      if (asked > 1) process.exit(exitCodes.interrupted)
      stop.abort(new Failure('interrupted', 'Interrupted.'))
    })
  }
  const interactive = process.stderr.isTTY === true
  await command.run({
    config,
    log: openLog(config, { toFile: interactive }),
    screen: openScreen(options.json === true),
    signal: stop.signal,
    arguments: args,
    options,
  })
}

/** Says what happened on standard error. Answers the exit code. */
function report(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : exitCodes.usage
  if (cause instanceof Failure) {
    process.stderr.write(`lectern: ${cause.message}\n`)
    if (cause.advice) process.stderr.write(`         ${cause.advice}\n`)
    return cause.exitCode
  }
  process.stderr.write(
    `lectern: unexpected: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  )
  return exitCodes.internal
}

function exitCodeHelp(): string {
  const rows = Object.entries(exitCodes).map(([kind, code]) => `${code} ${kind}`)
  return `\nExit codes: 0 done, ${rows.join(', ')}.`
}
