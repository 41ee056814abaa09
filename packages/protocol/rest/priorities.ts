// What the publisher asks of every list: how much each outcome is worth beside an open. Published, so that readers can know.
import { z } from 'zod'

const weight = (about: string) => z.number().min(-1000).max(1000).describe(about)

export const prioritiesDocument = z.strictObject({
  outcomes: z
    .strictObject({
      open: z.number().min(0).max(1000).describe('Worth of an open; the measure of the others.'),
      finish: weight('Worth of an item read to its end.'),
      save: weight('Worth of an item saved for later.'),
      like: weight('Worth of a like.'),
      dismiss: weight('Worth of an item sent away, usually below 0.'),
      report: weight('Worth of an item reported, usually far below 0.'),
    })
    .describe(
      'Score of an item = sum over outcomes of this worth times the probability of the outcome when it is shown.',
    ),
})

export const priorities = prioritiesDocument.extend({
  version: z.string().describe('Follows from the content; each slate names the one it was made with.'),
})
