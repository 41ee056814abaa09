// When the garbage collector works: less often, for some memory. A full collection of a server that holds readers and counts
// in memory takes 100 ms of a reader's time on two cores, and V8's own settings ask for one every second under load.
import { totalmem } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** Below this a full collection more often is the better deal. */
const enoughMemory = 3 * 2 ** 30
/** How much may be allocated before the next full collection, in percent of what lives. */
const growingPercent = 300

/** Call it before much is allocated. docs/adr/0011-rare-full-collections.md */
export function collectRarely(memory = totalmem()): void {
  if (memory < enoughMemory) return
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`)
  // Else 64 MiB of typed arrays alone ask for one, however much memory there is.
  setFlagsFromString('--external-memory-accounted-in-global-limit')
}
