// Which items are meant, as JSON: for filters, boosts, promotions and quotas. docs/guide/conditions.md explains it.
import { z } from 'zod'
import { wrongCondition, wrongNumber, wrongText } from './condition-errors.ts'

/** `all`, `any` and `not` may lie so deep in one another. */
export const maxConditionDepth = 8
/** Fields and parts of one condition, all together. */
export const maxConditionParts = 100
/** Entries of its lists, all together. */
export const maxConditionValues = 1000

type Told = (issue: { readonly input?: unknown }) => string
const text = (error: Told) => z.string({ error }).min(1, { error }).max(256, { error })
const number = (error: Told) => z.number({ error }).min(0, { error }).max(1e9, { error })
/** Looks only at objects without another mistake: keys that do not belong are already gone from them. */
const sound = (error: Told) => ({
  error,
  when: (payload: { readonly issues: readonly unknown[] }) => payload.issues.length === 0,
})
const value = text(() => 'it must be a text of 1 to 256 characters')
const noValues: Told = () => 'it must be a list of one or more texts of 1 to 256 characters'
const values = z.array(value, { error: noValues }).min(1, { error: noValues }).optional()
const oneOf = { in: values, notIn: values }
const readBefore = z.boolean().optional().describe("Something with the same value is in the reader's history.")
const followed = z.boolean().optional().describe('The reader follows it.')

// Each error is told of the whole test, so that it can say what would be right.
function textTest<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const operators = Object.keys(shape)
  const error: Told = ({ input }) => wrongText(input, operators)
  const test = z.strictObject(shape, { error }).refine((test) => Object.keys(test).length > 0, sound(error))
  return z.union([text(error), test], { error }).optional()
}

function numberTest() {
  const error: Told = ({ input }) => wrongNumber(input)
  const limit = number(({ input }) => `${input} is no such number; it must be 0 or more`).optional()
  const test = z
    .strictObject({ atLeast: limit, atMost: limit }, { error })
    .refine((test) => Object.keys(test).length > 0 && (test.atLeast ?? 0) <= (test.atMost ?? 1e9), sound(error))
  return z.union([number(error), test], { error }).optional()
}

const fields = {
  item: textTest({ ...oneOf, readBefore }).describe('Item ids.'),
  topic: textTest({ ...oneOf, readBefore, followed }),
  publisher: textTest({ ...oneOf, readBefore }),
  language: textTest({ ...oneOf, readBefore }).describe('BCP 47; `en` means `en-GB` too.'),
  contentType: textTest({ ...oneOf, readBefore }).describe('Such as `article` or `video`.'),
  cluster: textTest({ ...oneOf, readBefore }).describe('The story an item tells.'),
  section: textTest(oneOf).describe('Name of an editorial section.'),
  region: textTest(oneOf).describe('ISO 3166: it may be shown there.'),
  minutes: numberTest().describe('Minutes to read.'),
  ageHours: numberTest().describe('Hours since it was added.'),
  publishedHoursAgo: numberTest().describe('Hours since it was published.'),
  paywalled: z.boolean().optional(),
}

const parts = ['all', 'any', 'not']
const names = [...parts, ...Object.keys(fields)]
const error: Told = ({ input }) => wrongCondition(input, names)

/** Every entry holds. */
export type Condition = z.infer<z.ZodObject<typeof fields>> & {
  readonly all?: readonly Condition[] | undefined
  readonly any?: readonly Condition[] | undefined
  readonly not?: Condition | undefined
}

const entries: z.ZodType<Condition> = z
  .strictObject(
    {
      get all() {
        return z.array(entries).min(1).optional().describe('Every one of these holds.')
      },
      get any() {
        return z.array(entries).min(1).optional().describe('At least one of these holds.')
      },
      get not() {
        return entries.optional()
      },
      ...fields,
    },
    { error },
  )
  .refine((condition) => Object.keys(condition).length > 0, sound(error))
  .meta({ id: 'Condition', description: 'Items are meant for which every entry holds.' })

/** At most so deep and large; looked at first, so that nothing endless is ever walked. */
export const condition = z.preprocess((input, context) => {
  const wrong = tooLarge(input)
  if (wrong === null) return input
  context.addIssue({ code: 'custom', message: wrong, input })
  return z.NEVER
}, entries)

function tooLarge(input: unknown): string | null {
  const size = { parts: 0, values: 0 }
  if (!within(input, 1, size))
    return `all, any and not lie more than ${maxConditionDepth} deep in one another; write it flatter`
  if (size.parts > maxConditionParts) return `it has ${size.parts} parts; at most ${maxConditionParts} are allowed`
  if (size.values > maxConditionValues)
    return `its lists have ${size.values} entries; at most ${maxConditionValues} are allowed together`
  return null
}

/** Counts what is there; false when it goes too deep. */
function within(input: unknown, depth: number, size: { parts: number; values: number }): boolean {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return true
  if (depth > maxConditionDepth + 1) return false
  for (const [name, inner] of Object.entries(input)) {
    size.parts += 1
    const below = name === 'not' ? [inner] : (name === 'all' || name === 'any') && Array.isArray(inner) ? inner : null
    if (below !== null) {
      if (!below.every((part) => within(part, depth + 1, size))) return false
    } else if (typeof inner === 'object' && inner !== null)
      for (const list of Object.values(inner)) if (Array.isArray(list)) size.values += list.length
  }
  return true
}
