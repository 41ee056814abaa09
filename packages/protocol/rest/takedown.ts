// Taking an item down and restoring it.
import { z } from 'zod'

export const takedownBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe('Why, for those who look later: a legal request, a retraction.'),
})

export const withdrawn = z.object({
  item: z.string(),
  takenDown: z.boolean().describe('true: no list holds it any more.'),
})
