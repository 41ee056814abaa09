// What a command is: plain data plus one function. `main.ts` turns a list of them into the program: parsing, --help,
// --json, --data, exit codes and Ctrl-C are the same everywhere because no command does them itself.
import type { Config } from '../kernel/config/config.ts'
import type { Log } from '../kernel/log/log.ts'
import type { Screen } from './screen.ts'

/** The stages of a publication's life, in the order in which --help lists them. */
export const lifeCycle = ['Run', 'Fill', 'Learn', 'Look', 'Mend'] as const

export interface CliCommand {
  readonly name: string
  readonly stage: (typeof lifeCycle)[number]
  readonly about: string
  /** One line that works as it stands. */
  readonly example: string
  /** Positional arguments, as commander writes them: `<format>`, `[path]`. */
  readonly arguments?: readonly { readonly name: string; readonly about: string }[]
  /** Options, as commander writes them: `-n, --count <n>`. */
  readonly options?: readonly { readonly flags: string; readonly about: string; readonly fallback?: string | boolean }[]
  run(call: Call): Promise<void>
}

export interface Call {
  readonly config: Config
  readonly log: Log
  readonly screen: Screen
  /** Aborted by Ctrl-C or SIGTERM. Stop at the next safe point; what was acknowledged stays. */
  readonly signal: AbortSignal
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}
