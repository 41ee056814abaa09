// Who is asking: sign-in by a one-time link, and the reader behind a session.
import { z } from 'zod'

const roles = ['reader', 'editor', 'admin'] as const

export const signInBody = z.strictObject({ token: z.string().min(16).max(256).describe('From the one-time link.') })

/** editor: decides, for one surface or for all. chief: every surface, publishers, many at once. analyst: reads everything.
 * operator: settings and grants. */
export const grantRoles = ['editor', 'chief', 'analyst', 'operator'] as const
export type GrantRole = (typeof grantRoles)[number]

const grant = z.object({
  role: z.enum(grantRoles),
  surface: z.string().nullable().describe('The only surface it is for; null: every surface.'),
})

const reader = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  grants: z.array(grant).describe('Roles at the Desk. An administrator needs none.'),
})

export const me = z.object({
  reader: reader.nullable(),
  signals: z
    .array(z.object({ item: z.string(), kind: z.enum(['save', 'like', 'dismiss', 'open', 'finish']) }))
    .describe('What this reader did that is still in force, newest first; at most 500.'),
  sharesSaves: z
    .boolean()
    .describe('This reader lets saves count in totals of many readers, which editors see; never by name.'),
  simulated: z.boolean().describe('The publication runs on the sample content with a simulated history.'),
})
export const sharingBody = z.strictObject({ saves: z.boolean().describe('Let saves count in totals of many readers.') })
export type Me = z.infer<typeof me>
