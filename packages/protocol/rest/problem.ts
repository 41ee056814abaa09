// Errors on the wire: problem details of RFC 9457. `type` is a path under /problems that says more.
import { z } from 'zod'

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('What was wrong with this request and what would be right.'),
    instance: z.string().optional().describe('The request id, for the log.'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>
