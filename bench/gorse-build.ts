// Gorse v0.5.11, the recommender that `gorse` and `freshness` are held against, built from the Go module proxy into the
// cache of the other peers. Its go.mod replaces modules, so `go install` refuses it: it is built in a copy of its module.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Report } from './measurement.ts'

const execute = promisify(execFile)
const version = 'v0.5.11'
const module = `github.com/gorse-io/gorse@${version}`

interface GorseProgram {
  readonly path: string
  /** How it differs from what its authors build; null when it does not. */
  readonly differs: string | null
}

/** Null, with a line that says why, where Go or the proxy cannot be had. The first build takes minutes. */
export async function gorseProgram(report: Report): Promise<GorseProgram | null> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lectern-bench')
  for (const build of [asReleased, withoutPages]) {
    const folder = join(cache, `gorse-${version}-${build.name}`)
    const path = join(folder, 'gorse-in-one')
    if (!existsSync(path)) {
      report.line(`building Gorse ${version} into ${folder}; this takes minutes, once`)
      const source = join(cache, `gorse-source-${process.pid}`)
      try {
        await copySource(source)
        await build.prepare(source)
        await go(['build', '-trimpath', '-o', join(source, 'gorse-in-one'), './cmd/gorse-in-one'], source)
        mkdirSync(folder, { recursive: true })
        renameSync(join(source, 'gorse-in-one'), path)
      } catch (cause) {
        report.line(`not built ${build.name}: ${lastLine(cause)}`)
        continue
      } finally {
        rmSync(source, { recursive: true, force: true })
      }
    }
    return { path, differs: build.differs }
  }
  return null
}

interface Build {
  readonly name: string
  readonly differs: string | null
  prepare(source: string): Promise<void>
}

const asReleased: Build = { name: 'as-released', differs: null, prepare: async () => undefined }

/** Two of its own modules are not served by every proxy: the pages of its dashboard and its fork of the SQLite dialect. */
const withoutPages: Build = {
  name: 'without-pages',
  differs: 'without the pages of its dashboard; gorm.io/driver/sqlite v1.6.0 for the SQL dialect instead of its fork',
  async prepare(source) {
    const pages = join(source, 'no-pages')
    mkdirSync(pages)
    writeFileSync(
      join(pages, 'go.mod'),
      'module github.com/gorse-io/dashboard\n\ngo 1.26\n\nrequire github.com/rakyll/statik v0.1.8\n',
    )
    // An empty archive, for the file server that the program starts.
    writeFileSync(
      join(pages, 'pages.go'),
      'package dashboard\n\nimport "github.com/rakyll/statik/fs"\n\n' +
        'func init() { fs.Register("PK\\x05\\x06" + string(make([]byte, 18))) }\n',
    )
    const edits = ['-dropreplace=gorm.io/driver/sqlite@v1.6.0', '-replace=github.com/gorse-io/dashboard=./no-pages']
    await go(['mod', 'edit', ...edits, '-droptool=github.com/gorse-io/goat'], source)
  },
}

async function copySource(to: string): Promise<void> {
  const { stdout } = await execute('go', ['mod', 'download', '-json', module], { maxBuffer: 1 << 24 })
  cpSync((JSON.parse(stdout) as { Dir: string }).Dir, to, { recursive: true })
  await execute('chmod', ['-R', 'u+w', to])
}

const go = (args: readonly string[], cwd: string) =>
  execute('go', args, { cwd, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' }, maxBuffer: 1 << 26 })

const lastLine = (cause: unknown): string =>
  String((cause as { stderr?: string }).stderr || cause)
    .trim()
    .split('\n')
    .at(-1) ?? ''
