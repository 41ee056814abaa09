import { formats, type ImportResult, importPath } from '../imports/imports.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { importOpml } from '../sources/sources.ts'
import type { Call, CliCommand } from './command.ts'
import type { Screen } from './screen.ts'
import { withKernel } from './with-kernel.ts'

const shownReasons = 10

export const importCommand: CliCommand = {
  name: 'import',
  stage: 'Fill',
  about: `Bring in a data set (${formats.map((format) => format.name).join(', ')}) or a list of feeds (opml). Runs again where it stopped.`,
  example: 'lectern import csv ./mine --data ./data',
  arguments: [
    { name: '<format>', about: `${formats.map((format) => format.name).join(', ')} or opml` },
    { name: '<path>', about: 'a file, or a folder with the files of the data set; .gz is read as it is' },
  ],
  async run(call) {
    const [format = '', path = ''] = call.arguments
    await withKernel(call, (kernel) =>
      format === 'opml' ? opml(call, kernel, path) : dataSet(call, kernel, { format, path }),
    )
  },
}

async function dataSet(call: Call, kernel: Kernel, what: { format: string; path: string }): Promise<void> {
  const started = performance.now()
  const progress = call.screen.progress('Importing')
  try {
    const result = await importPath(kernel, {
      ...what,
      signal: call.signal,
      progress: ({ file, bytes, total, events }) =>
        progress.update(bytes, total, `${file}, ${events.toLocaleString('en')} rows`),
    })
    progress.end()
    const seconds = (performance.now() - started) / 1000
    show(call.screen, result, seconds)
    call.screen.result({ ...result, seconds })
  } catch (cause) {
    progress.end()
    if (!call.signal.aborted) throw cause
    throw new Failure('interrupted', 'Interrupted; what was committed stays.', {
      advice: 'Run the same command again: it goes on from there.',
    })
  }
}

function show(screen: Screen, result: ImportResult, seconds: number): void {
  screen.table(
    ['file', 'holds', 'state', 'rows', 'accepted', 'rejected'],
    result.files.map(({ file, holds, state, rows, accepted, rejected }) => [
      file,
      holds,
      state,
      rows,
      accepted,
      rejected,
    ]),
  )
  const allNew = result.files.every((file) => file.state === 'imported')
  const rate = allNew ? ` (${Math.round(result.events / seconds).toLocaleString('en')} events/s)` : ''
  screen.line(
    `\n${result.events.toLocaleString('en')} events and ${result.items.toLocaleString('en')} items from these files, ${seconds.toFixed(1)} s${rate}.`,
  )
  if (result.files.every((file) => file.state === 'already imported')) screen.line('Already imported, nothing to do.')
  for (const note of result.notes) screen.line(note)
  if (result.ignored.length > 0) screen.line(`Not part of this data set: ${result.ignored.join(', ')}.`)
  if (result.rejected === 0) return
  screen.line(`\n${result.rejected.toLocaleString('en')} rows rejected:`)
  const reasons = Object.entries(result.reasons).sort((a, b) => b[1] - a[1])
  screen.table(['reason', 'rows'], reasons.slice(0, shownReasons))
  for (const { file, line, reason } of result.firstRejected) screen.line(`${file}:${line}: ${reason}`)
  screen.line(`All of them: ${result.reports.join(', ')}`)
}

async function opml(call: Call, kernel: Kernel, path: string): Promise<void> {
  const { feeds, added, warnings } = await importOpml(kernel, path)
  call.screen.table(
    ['feed', 'folder', 'address'],
    feeds.map(({ title, folder, url }) => [title, folder ?? '', url]),
  )
  for (const warning of warnings) call.screen.line(`Warning: ${warning}`)
  call.screen.line(`${feeds.length} feeds listed, ${added} new.`)
  call.screen.result({ feeds, added, warnings })
}
