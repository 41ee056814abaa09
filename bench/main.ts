// `npm run bench` lists the measurements; `npm run bench -- NAME` runs one, prints its table and writes
// bench/results/NAME.md; with --json the last line is the result as JSON.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, release, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { formatTable } from '@lectern/server/cli/screen.ts'
import type { Measurement, Result } from './measurement.ts'
import { measurements } from './measurements.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const name = positionals[0]
const chosen = measurements.find((measurement) => measurement.name === name)

if (name === undefined) {
  process.stdout.write(
    `${formatTable(
      ['name', 'what it measures'],
      measurements.map((each) => [each.name, each.about]),
    )}\n`,
  )
  process.stdout.write('\nnpm run bench -- NAME [--json] runs one and writes bench/results/NAME.md\n')
} else if (chosen === undefined) {
  process.stderr.write(
    `There is no measurement "${name}". Known: ${measurements.map((each) => each.name).join(', ')}.\n`,
  )
  process.exitCode = 64
} else {
  await measure(chosen)
}

async function measure(measurement: Measurement): Promise<void> {
  const result = await measurement.run({ line: (text) => process.stderr.write(`${text}\n`) })
  const { table, ...told } = result
  const page = resultPage(measurement, result)
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${measurement.name}.md`, folder), page)
  process.stdout.write(
    values.json ? `${JSON.stringify(told)}\n` : `${formatTable(table.head, table.rows)}\n\n${verdict(result)}\n`,
  )
  if (result.holds === false) process.exitCode = 1
}

function resultPage(measurement: Measurement, result: Result): string {
  const { head, rows } = result.table
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
  return `# ${measurement.name}

${measurement.about}

- Command: \`npm run bench -- ${measurement.name}\`
- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}
- Machine: ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()} ${arch()}, Node ${process.version}

${table}

${verdict(result)}
${Object.entries(result.details)
  .map(([key, value]) => `- ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  .join('\n')}
`
}

function verdict(result: Result): string {
  const against = result.peer === null ? '' : `, ${result.ratio?.toFixed(2)} × ${result.peer}`
  const holds = result.holds === null ? 'not judged' : result.holds ? 'holds' : 'MISSED'
  return `${result.value} ${result.unit}${against}. Bar: ${result.bar}: ${holds}.`
}

function commit(): string {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    const changed =
      execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { encoding: 'utf8' }).trim() !== ''
    return changed ? `${hash} with changes` : hash
  } catch {
    return 'unknown'
  }
}
