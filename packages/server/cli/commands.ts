// Every command, in the order of a publication's life.
import type { CliCommand } from './command.ts'
import { configCommand } from './config.ts'
import { doctorCommand } from './doctor.ts'
import { evaluateCommand } from './evaluate.ts'
import { feedsCommand } from './feeds.ts'
import { firefoxCommand } from './firefox.ts'
import { importCommand } from './import.ts'
import { itemCommand } from './item.ts'
import { keyCommand } from './key.ts'
import { migrateCommand } from './migrate.ts'
import { prioritiesCommand } from './priorities.ts'
import { recommendCommand } from './recommend.ts'
import { replayCommand } from './replay.ts'
import { roleCommand } from './role.ts'
import { serveCommand } from './serve.ts'
import { signInCommand } from './sign-in.ts'
import { trainCommand } from './train.ts'
import { trainTopicsCommand } from './train-topics.ts'
import { workCommand } from './work.ts'

export const commands: readonly CliCommand[] = [
  serveCommand,
  workCommand,
  signInCommand,
  roleCommand,
  keyCommand,
  firefoxCommand,
  migrateCommand,
  importCommand,
  feedsCommand,
  trainCommand,
  trainTopicsCommand,
  evaluateCommand,
  prioritiesCommand,
  recommendCommand,
  replayCommand,
  itemCommand,
  configCommand,
  doctorCommand,
]
