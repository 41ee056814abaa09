// The peers that measurements are held against: Python packages at pinned versions, installed on first use into a cache
// outside the tree (XDG_CACHE_HOME or ~/.cache, folder lectern-bench).
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Report } from './measurement.ts'

const execute = promisify(execFile)

/** Pinned: a ratio is only a ratio against something that stays. */
const versions = {
  implicit: '0.7.3',
  lightgbm: '4.7.0',
  numpy: '2.4.6',
  'scikit-learn': '1.9.1',
  scipy: '1.17.1',
} as const
type Peer = keyof typeof versions

/** Variables that hold every numeric library of Python to so many threads. */
const onThreads = (count: number): Record<string, string> =>
  Object.fromEntries(
    ['OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'].map((name) => [name, String(count)]),
  )

export interface PythonPeer {
  /** Runs a script with the packages there and answers the JSON it printed last. */
  run(script: string, options?: { readonly args?: readonly string[]; readonly threads?: number }): Promise<unknown>
}

/** Null, with a line that says why, where Python or the registry cannot be had: then a measurement goes without. */
export async function pythonPeer(peers: readonly Peer[], report: Report): Promise<PythonPeer | null> {
  const wanted = peers.map((peer) => `${peer}==${versions[peer]}`)
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lectern-bench')
  const folder = join(cache, `python-${createHash('sha256').update(wanted.join(' ')).digest('hex').slice(0, 12)}`)
  if (!existsSync(folder)) {
    report.line(`installing ${wanted.join(', ')} into ${folder}`)
    const aside = `${folder}.${process.pid}`
    try {
      mkdirSync(cache, { recursive: true })
      await execute('python3', ['-m', 'pip', 'install', '--quiet', '--target', aside, ...wanted])
      renameSync(aside, folder)
    } catch (cause) {
      rmSync(aside, { recursive: true, force: true })
      report.line(`measured without ${wanted.join(', ')}: ${String(cause).trim().split('\n').at(-1)}`)
      return null
    }
  }
  return {
    async run(script, { args = [], threads = 2 } = {}) {
      const env = { ...process.env, PYTHONPATH: folder, ...onThreads(threads) }
      const { stdout } = await execute('python3', ['-c', script, ...args], { env, maxBuffer: 1 << 26 })
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null')
    },
  }
}
