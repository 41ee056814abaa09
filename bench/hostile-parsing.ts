// The jobs of the server's sandbox, and parsers that hang or eat memory as one with a fault would.
import { jobs as parsing } from '@lectern/server/sources/parsing.ts'

const kept: unknown[] = []

export const jobs = {
  ...parsing,
  hang(): void {
    for (;;) kept.length = 0
  },
  eatMemory(): void {
    for (;;) kept.push(String(kept.length).repeat(100).split(''))
  },
}
