// The audit log of the Desk: who did what, when and why.
import { z } from 'zod'
import { surfaceName } from './keys.ts'

const fields = z.record(z.string(), z.unknown()).nullable()
const text = z.string().min(1).max(200)

export const auditRecord = z
  .object({
    id: z.int().describe('Later entries have greater ids.'),
    at: z.int().describe('Unix milliseconds.'),
    who: z.string().describe('Id of the reader, or `command line`.'),
    whoName: z.string(),
    action: z.string().describe('What was done, as `area.verb`.'),
    surface: z.string().nullable(),
    subjectKind: z.string(),
    subject: z.string(),
    subjectName: z.string().nullable().describe('What people called it then: a title, a name.'),
    before: fields.describe('Fields that changed, as they were.'),
    after: fields.describe('The same as they are since.'),
    reason: z.string().nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'AuditRecord' })
export type AuditRecord = z.infer<typeof auditRecord>

const filter = {
  who: text.optional().describe('Name or id.'),
  action: text.optional().describe('An action, or the area before its dot.'),
  surface: surfaceName.optional(),
  subjectKind: text.optional(),
  subject: z.string().min(1).max(300).optional(),
  from: z.coerce.number().int().optional().describe('Unix milliseconds, included.'),
  until: z.coerce.number().int().optional().describe('Unix milliseconds, not included.'),
}

export const auditQuery = z.object({
  ...filter,
  before: z.coerce.number().int().optional().describe('Only entries before the one with this id: the next page.'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const auditExportQuery = z.object({
  ...filter,
  format: z.enum(['csv', 'jsonl']).default('jsonl'),
})

export const auditPage = z.object({
  entries: z.array(auditRecord).describe('Newest first.'),
  next: z.int().nullable().describe('`before` of the next page; null: there is none.'),
})
export type AuditPage = z.infer<typeof auditPage>
