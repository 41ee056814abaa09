// Many hosts at once, each host one request at a time with a pause between two.

export interface Errand {
  readonly host: string
  run(): Promise<void>
}

interface Manners {
  /** Hosts at once. */
  readonly hosts: number
  /** Between two requests to the same host, milliseconds. */
  readonly pauseMs: number
  wait(ms: number): Promise<unknown>
  /** True when no further errand may begin. */
  over(): boolean
}

/** Runs errands in the order given for each host. Answers how many were begun; none of them may throw. */
export async function politely(errands: readonly Errand[], manners: Manners): Promise<number> {
  const byHost = Map.groupBy(errands, ({ host }) => host)
  // Those with the most to do begin first: the last host to be done decides when all is.
  const waiting = [...byHost.values()].sort((a, b) => a.length - b.length)
  let begun = 0
  const visit = async (): Promise<void> => {
    for (let mine = waiting.pop(); mine !== undefined; mine = waiting.pop()) {
      for (const [k, errand] of mine.entries()) {
        if (k > 0) await manners.wait(manners.pauseMs)
        if (manners.over()) return
        begun += 1
        await errand.run()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(manners.hosts, waiting.length) }, visit))
  return begun
}
