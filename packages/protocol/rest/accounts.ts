// Who is asking: sign-in by a one-time link, and the reader behind a session.
import { z } from 'zod'

const roles = ['reader', 'editor', 'admin'] as const

export const signInBody = z.strictObject({ token: z.string().min(16).max(256).describe('From the one-time link.') })

const reader = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) })

export const me = z.object({
  reader: reader.nullable(),
  signals: z
    .array(z.object({ item: z.string(), kind: z.enum(['save', 'like', 'dismiss', 'open', 'finish']) }))
    .describe('What this reader did that is still in force, newest first; at most 500.'),
  simulated: z.boolean().describe('The publication runs on the sample content with a simulated history.'),
})
export type Me = z.infer<typeof me>
