// What is wrong with a condition and what would be right, for the person who wrote it.
import { nearMiss } from './near-miss.ts'

/** About an object whose entries must hold. */
export function wrongCondition(input: unknown, names: readonly string[]): string {
  if (!isObject(input)) return `${shown(input)} is no condition; write an object such as {"topic": "tech"}`
  const keys = Object.keys(input)
  if (keys.length === 0) return 'an empty condition means nothing; leave it out, or name a field'
  return keys
    .filter((key) => !names.includes(key))
    .map((key) => unknown(key, names))
    .join('; ')
}

/** About the test of a text field. */
export function wrongText(input: unknown, operators: readonly string[]): string {
  const right = `write a text, or an object with ${anyOf(operators)}`
  if (Array.isArray(input)) return `a list is no test; write {"in": ${shown(input)}}`
  if (input === '') return `the text is empty; ${right}`
  if (typeof input === 'string') return 'the text is longer than 256 characters'
  if (!isObject(input)) return `${shown(input)} is no text; ${right}`
  return wrongEntries(input, operators, (operator, value) => {
    if (operator !== 'in' && operator !== 'notIn')
      return typeof value === 'boolean' ? null : `${operator} is ${shown(value)}; it must be true or false`
    const list = Array.isArray(value) && value.length > 0 && value.every(isValue)
    return list ? null : `${operator} is ${shown(value)}; it must be a list of one or more texts of 1 to 256 characters`
  })
}

/** About the test of a number field. */
export function wrongNumber(input: unknown): string {
  const operators = ['atLeast', 'atMost']
  const right = `write a number of 0 or more, or an object with ${anyOf(operators)}`
  if (!isObject(input)) return `${shown(input)} is no such number; ${right}`
  const { atLeast, atMost } = input
  return wrongEntries(
    input,
    operators,
    (operator, value) => (isNumber(value) ? null : `${operator} is ${shown(value)}; it must be a number of 0 or more`),
    isNumber(atLeast) && isNumber(atMost) && atLeast > atMost
      ? `atLeast ${atLeast} is above atMost ${atMost}, which no item can meet; exchange them`
      : right,
  )
}

type WrongValue = (operator: string, value: unknown) => string | null

function wrongEntries(
  input: Readonly<Record<string, unknown>>,
  operators: readonly string[],
  wrongValue: WrongValue,
  otherwise = `write an object with ${anyOf(operators)}`,
): string {
  const entries = Object.entries(input)
  if (entries.length === 0) return `an empty object asks for nothing; write one with ${anyOf(operators)}`
  const wrong = entries.flatMap(([operator, value]) => {
    if (!operators.includes(operator)) return [unknown(operator, operators)]
    return wrongValue(operator, value) ?? []
  })
  return wrong.length === 0 ? otherwise : wrong.join('; ')
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearMiss(name, known)
  const right = near === null ? `known are ${known.join(', ')}` : `did you mean ${near}?`
  return `${shown(name).slice(1, -1)}: ${right}`
}

const isObject = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input)
const isValue = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= 256
const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e9

/** As JSON, cut short: what lies deeper than a list or an object is not looked at. */
function shown(input: unknown): string {
  if (Array.isArray(input)) return cut(`[${input.slice(0, 10).map(flat).join(', ')}${input.length > 10 ? ', …' : ''}]`)
  if (isObject(input))
    return cut(
      `{${Object.entries(input)
        .slice(0, 10)
        .map(([name, value]) => `${JSON.stringify(name)}: ${flat(value)}`)
        .join(', ')}}`,
    )
  return cut(JSON.stringify(input) ?? String(input))
}

const flat = (value: unknown): string =>
  Array.isArray(value) ? '[…]' : isObject(value) ? '{…}' : (JSON.stringify(value) ?? String(value))
const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

const anyOf = (names: readonly string[]): string =>
  names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
