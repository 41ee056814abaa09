import { userInfo } from 'node:os'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { priceDocument } from '../prices/prices.ts'
import {
  chosenFor,
  documentOf,
  goBack,
  type InForce,
  ifInForce,
  loadInForce,
  placeOf,
  publish,
  type Release,
  type Rollout,
  readDocument,
  releasesOf,
  type Signature,
  versionOf,
} from '../priorities/priorities.ts'
import type { Call, CliCommand } from './command.ts'
import { changesOf } from './document-changes.ts'
import { tellPrices } from './price-table.ts'
import { withKernel } from './with-kernel.ts'

export const prioritiesCommand: CliCommand = {
  name: 'priorities',
  stage: 'Run',
  about: 'Print what the publication asks of every list; price a document, put it in force, go back.',
  example: 'lectern priorities apply priorities.json --dry-run',
  arguments: [
    { name: '[action]', about: '`apply` a file, `history`, or `back` to what was in force before; without it: print' },
    { name: '[file]', about: 'JSON document to apply' },
  ],
  options: [
    { flags: '--surface <name>', about: 'of one surface; without it of the publication' },
    { flags: '--dry-run', about: 'only say what would change and what each rule costs' },
    { flags: '--lists <n>', about: 'how many logged lists a dry run prices from', fallback: '300' },
    { flags: '--percent <n>', about: 'only for this share of the readers' },
    { flags: '--arm <experiment>', about: 'with --percent: as an arm of an experiment of this name' },
    { flags: '--owner <name>', about: 'who answers for it', fallback: 'publication' },
    { flags: '--reason <text>', about: 'why; kept with the release' },
  ],
  async run(call) {
    const [action = 'print', file] = call.arguments
    const surface = textOf(call, 'surface') ?? null
    await withKernel(call, async (kernel) => {
      if (action === 'print') return print(call, await loadInForce(kernel), surface)
      if (action === 'history') return tellHistory(call, await releasesOf(kernel, surface))
      if (action === 'back') return told(call, await goBack(kernel, { surface, ...signatureOf(call) }))
      if (action !== 'apply' || file === undefined)
        throw new Failure('usage', 'Say `apply FILE`, `history`, `back`, or nothing to print what is in force.')
      const document = await readDocument(file)
      if (call.options['dry-run'] === true || call.options.dryRun === true)
        return dryRun(call, kernel, { surface, document })
      told(call, await publish(kernel, { surface, document, rollout: rolloutOf(call), ...signatureOf(call) }))
    })
  },
}

function print({ screen }: Call, inForce: InForce, surface: string | null): void {
  const { base = null } = inForce.releases.get(surface) ?? {}
  const own = documentOf(inForce, base)
  const shown = surface === null ? { outcomes: chosenFor(inForce, '', null).priorities.outcomes, ...own } : own
  screen.line(JSON.stringify(shown, null, 2))
  screen.result({ version: base, ...shown })
}

function tellHistory({ screen }: Call, releases: readonly Release[]): void {
  screen.table(
    ['when', 'what', 'in force', 'trial', 'share', 'owner', 'reason', 'by'],
    releases.map((one) => [
      new Date(one.at).toISOString().slice(0, 16).replace('T', ' '),
      one.action,
      one.base ?? 'nothing of its own',
      one.trial ?? '',
      one.share === null ? '' : `${Math.round(one.share * 1000) / 10} %`,
      one.owner,
      one.reason,
      one.madeByName,
    ]),
  )
  screen.result({ releases })
}

function told({ screen }: Call, release: Release): void {
  const { base, trial, share, experiment, surface } = release
  const some =
    trial === null
      ? ''
      : `; ${trial} for ${Math.round(share! * 1000) / 10} % of the readers${experiment === null ? '' : `, experiment "${experiment}"`}`
  screen.line(
    `In force ${placeOf(surface)}: ${base ?? 'nothing of its own'}${some}. \`lectern priorities back\` undoes it.`,
  )
  screen.result({ ...release })
}

async function dryRun(
  call: Call,
  kernel: Kernel,
  {
    surface: place,
    document,
  }: { readonly surface: string | null; readonly document: Awaited<ReturnType<typeof readDocument>> },
): Promise<void> {
  const { screen } = call
  const inForce = await loadInForce(kernel)
  const surface = place ?? 'home'
  const changes = changesOf(documentOf(inForce, inForce.releases.get(place)?.base ?? null), document)
  screen.line(`Version ${versionOf(document)} ${placeOf(place)}; nothing was changed.`)
  for (const line of changes) screen.line(`  ${line}`)
  if (changes.length === 0) screen.line('  It says what is in force already.')
  const report = await priceDocument(kernel, {
    surface,
    document: ifInForce(inForce, { surface, place, document }),
    inForce: chosenFor(inForce, surface, null).document,
    lists: numberOf(call, 'lists', { least: 1, most: 10_000 }) ?? 300,
    between: async () => call.signal.throwIfAborted(),
  })
  tellPrices(screen, report)
  screen.result({ changes, ...report })
}

function rolloutOf(call: Call): Rollout {
  const percent = numberOf(call, 'percent', { least: 0.1, most: 99.9 })
  const experiment = textOf(call, 'arm')
  if (percent === undefined && experiment !== undefined)
    throw new Failure('usage', '--arm needs --percent: the share of readers who get the document.')
  if (percent === undefined) return { kind: 'everybody' }
  return experiment === undefined ? { kind: 'percent', percent } : { kind: 'arm', experiment, percent }
}

function signatureOf(call: Call): Signature {
  const reason = textOf(call, 'reason')?.trim() ?? ''
  if (reason.length < 3) throw new Failure('usage', 'Say why with --reason "…": it is kept with the release.')
  return {
    owner: textOf(call, 'owner') ?? 'publication',
    reason,
    by: { id: 'command line', name: userInfo().username },
  }
}

function textOf({ options }: Call, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function numberOf(call: Call, name: string, { least, most }: { least: number; most: number }): number | undefined {
  const text = textOf(call, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!(value >= least && value <= most))
    throw new Failure('usage', `--${name} is ${text}; it must be from ${least} to ${most}.`)
  return value
}
