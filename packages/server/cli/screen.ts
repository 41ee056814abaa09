// What a command shows: lines, tables and progress for people; one JSON value on standard output for machines.

export interface Screen {
  readonly json: boolean
  /** A line for people; nothing with --json. */
  line(text?: string): void
  /** Columns for people, numbers right-aligned; nothing with --json. */
  table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void
  /** The command's result: printed as JSON with --json, else nothing. Call it once, last. */
  result(value: unknown): void
  /** A progress bar on standard error when it is a terminal, else a line now and then. */
  progress(label: string): Progress
}

interface Progress {
  /** done of total; without a total the count alone is shown. */
  update(done: number, total?: number, note?: string): void
  end(note?: string): void
}

const barWidth = 24
const redrawEveryMs = 100
const quietEveryMs = 10_000

export function openScreen(json: boolean, clock: () => number = Date.now): Screen {
  return {
    json,
    line(text = '') {
      if (!json) process.stdout.write(`${text}\n`)
    },
    table(head, rows) {
      if (!json) process.stdout.write(`${formatTable(head, rows)}\n`)
    },
    result(value) {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`)
    },
    progress: (label) => openProgress(label, clock),
  }
}

export function formatTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const numeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-\d.,%±×]*$/.test(String(row[column] ?? ''))),
  )
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function openProgress(label: string, clock: () => number): Progress {
  const terminal = process.stderr.isTTY === true
  const started = clock()
  let drawn = started
  const draw = (done: number, total: number | undefined, note: string): void => {
    const seconds = (clock() - started) / 1000
    const share = total ? Math.min(1, done / total) : undefined
    const filled = Math.round((share ?? 0) * barWidth)
    const bar =
      share === undefined ? '' : ` ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.floor(share * 100)} %`
    const text = `${label}${bar} ${note || done.toLocaleString('en')} (${seconds.toFixed(0)} s)`
    process.stderr.write(terminal ? `\r\x1b[K${text.slice(0, (process.stderr.columns ?? 100) - 1)}` : `${text}\n`)
  }
  return {
    update(done, total, note = '') {
      const now = clock()
      if (now - drawn < (terminal ? redrawEveryMs : quietEveryMs)) return
      drawn = now
      draw(done, total, note)
    },
    end(note) {
      if (terminal) process.stderr.write('\r\x1b[K')
      if (note) process.stderr.write(`${label}: ${note} (${((clock() - started) / 1000).toFixed(1)} s)\n`)
    },
  }
}
