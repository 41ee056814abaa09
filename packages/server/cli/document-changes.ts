// What one document says otherwise than another, line by line.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { inOneOrder } from '../priorities/document.ts'

/** Empty when they say the same. */
export function changesOf(before: PrioritiesDocument, after: PrioritiesDocument): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof PrioritiesDocument)[]
  return keys.flatMap((key) => {
    const [was, is] = [before[key], after[key]]
    if (isRules(was) || isRules(is)) return ruleChanges(key, isRules(was) ? was : [], isRules(is) ? is : [])
    return same(was, is) ? [] : [`${key}: ${text(was)} → ${text(is)}`]
  })
}

type Rules = readonly { readonly name: string }[]
const isRules = (value: unknown): value is Rules =>
  Array.isArray(value) && value.some((each) => typeof each === 'object')

function ruleChanges(key: string, was: Rules, is: Rules): string[] {
  const names = [...new Set([...was, ...is].map(({ name }) => name))]
  return names.flatMap((name) => {
    const [old, now] = [was.find((each) => each.name === name), is.find((each) => each.name === name)]
    if (same(old, now)) return []
    if (old === undefined) return [`${key} + ${text(now)}`]
    if (now === undefined) return [`${key} − ${text(old)}`]
    return [`${key} ${name}: ${text(old)} → ${text(now)}`]
  })
}

const text = (value: unknown): string => (value === undefined ? 'nothing' : inOneOrder(value))
const same = (a: unknown, b: unknown): boolean => text(a) === text(b)
