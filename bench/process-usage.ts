// What a process and those it started have used, from /proc. Linux only.
import { readdirSync, readFileSync } from 'node:fs'

interface ProcessUsage {
  /** With what children that ended had used. */
  readonly cpuSeconds: number
  /** Its share of what is in memory: what several share counts once in all. */
  readonly memoryMb: number
}

/** Of these processes and their living children, and theirs. */
export function usageOf(roots: readonly number[]): ProcessUsage {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : null
    if (fields !== null) parents.set(Number(fields[1]), [...(parents.get(Number(fields[1])) ?? []), Number(name)])
  }
  const waiting = [...roots]
  let cpuSeconds = 0
  let memoryMb = 0
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const fields = statOf(pid)
    if (fields === null) continue
    // utime, stime, cutime, cstime in ticks of 10 ms.
    cpuSeconds += [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / 100
    memoryMb += shareMb(pid)
    waiting.push(...(parents.get(pid) ?? []))
  }
  return { cpuSeconds, memoryMb }
}

/** Fields from the third on; null when it has ended. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function shareMb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
