// What must hold before something is approved, and from where on something is worth a warning.
import { topicIds } from '@lectern/protocol/rest/items.ts'
import type { ProspectFields } from './prospect.ts'

export const shortestExcerpt = 20
const shortestTitle = 2
const longestTitle = 255
/** 0 to 1: as likely as not. */
export const clickbaitFrom = 0.5
/** A topic of a model less sure than this is a guess. */
export const guessBelow = 0.5

export interface FieldProblem {
  readonly path: string
  readonly message: string
}

/** Why it cannot be approved; empty: it can. */
export function approvalProblems(
  fields: Pick<ProspectFields, 'title' | 'excerpt' | 'topic' | 'authors'>,
): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (!topicIds.some((topic) => topic === fields.topic)) {
    const said = fields.topic === null ? 'is not known' : `"${fields.topic}" is none of the topics`
    problems.push({ path: 'topic', message: `${said}; choose one of ${topicIds.join(', ')}` })
  }
  const { length } = fields.title
  if (length < shortestTitle || length > longestTitle) {
    problems.push({
      path: 'title',
      message: `has ${length} characters; it must have ${shortestTitle} to ${longestTitle}`,
    })
  }
  const letters = fields.excerpt?.length ?? 0
  if (letters < shortestExcerpt) {
    problems.push({ path: 'excerpt', message: `has ${letters} characters; it must have at least ${shortestExcerpt}` })
  }
  if (fields.authors.length === 0) problems.push({ path: 'authors', message: 'nobody is named; name at least one' })
  return problems
}

/** What a patch leaves: what it does not name stays as it was. */
export function patched<T extends object>(fields: T, patch: Partial<{ [K in keyof T]: T[K] | undefined }>): T {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined)
  return { ...fields, ...Object.fromEntries(named) }
}

/** Who and when stands in the log beside what changed. */
const told: ReadonlySet<string> = new Set(['decidedAt', 'decidedBy', 'updatedAt', 'updatedBy'])

/** The fields in which two differ, as they were and as they are. */
export function changesOf<T extends object>(
  was: T,
  is: T,
): { readonly before: Record<string, unknown>; readonly after: Record<string, unknown> } {
  const names = (Object.keys(is) as (keyof T & string)[]).filter(
    (name) => !told.has(name) && JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  )
  return {
    before: Object.fromEntries(names.map((name) => [name, was[name]])),
    after: Object.fromEntries(names.map((name) => [name, is[name]])),
  }
}
