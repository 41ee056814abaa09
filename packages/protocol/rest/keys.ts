// Keys of programs: a server that asks for its readers, or a page that shows a list.
import { z } from 'zod'

/** recommend: lists. events: what readers did. surfaces: settings of surfaces. */
const scopes = ['recommend', 'events', 'surfaces'] as const
export type Scope = (typeof scopes)[number]

const keyKinds = ['secret', 'publishable'] as const
/** What a publishable key, which anybody can read in the page, may have. */
export const publishableScopes: readonly Scope[] = ['recommend', 'events']

export const surfaceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'letters, digits, ".", "_" and "-", at most 64')

export const newKey = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What the key is for, for people.'),
  kind: z
    .enum(keyKinds)
    .default('secret')
    .describe(
      '`secret` stays on a server and may name any reader; `publishable` may stand in a page of its surface’s origins.',
    ),
  surface: surfaceName.nullable().default(null).describe('The only surface it may ask for; null: all.'),
  scopes: z.array(z.enum(scopes)).min(1).default(['recommend', 'events']),
  perMinute: z.int().min(1).max(1_000_000).optional().describe('Requests per minute; 6000 secret, 600 publishable.'),
})
export type NewKey = z.input<typeof newKey>

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(keyKinds),
    surface: z.string().nullable(),
    scopes: z.array(z.enum(scopes)),
    perMinute: z.int(),
    createdAt: z.int().describe('Unix milliseconds.'),
    revokedAt: z.int().nullable(),
  })
  .meta({ id: 'Key' })
export type ApiKey = z.infer<typeof apiKey>

export const createdKey = apiKey.extend({
  secret: z.string().describe('Send it as `Authorization: Bearer …`. It is shown this once and kept as a hash only.'),
})
