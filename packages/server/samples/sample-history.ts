// The simulated events on their way into the history: as a CSV in the order of the log's columns, in one piece with the
// mark that the publication is simulated, so that a killed start leaves both or neither.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appendCsv, withConnection, withScratch } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { insertSimulated } from './queries.ts'
import type { SimulatedEvent } from './simulate.ts'

export const sampleSource = 'sample'

export async function writeSampleHistory(kernel: Kernel, events: readonly SimulatedEvent[]): Promise<void> {
  const now = kernel.clock()
  await withScratch(kernel, async (scratch) => {
    const csv = join(scratch, 'sample.csv')
    await writeFile(csv, events.map((event) => `${lineOf(event, now)}\n`).join(''))
    await withConnection(kernel, (client) =>
      appendCsv(kernel, csv, { client, scratch, source: sampleSource, within: () => insertSimulated(client, now) }),
    )
  })
}

/** id, reader, item, kind, surface, slate, slot, dwell_ms, fraction, on, detail, at, received_at, region; none needs quotes. */
function lineOf(event: SimulatedEvent, now: number): string {
  const { id, reader, item, kind, slot, dwellMs, fraction, at } = event
  return [id, reader, item, kind, 'home', '', slot ?? '', dwellMs ?? '', fraction ?? '', 'true', '', at, now, ''].join(
    ',',
  )
}
