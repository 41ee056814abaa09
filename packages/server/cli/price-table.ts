// Price tags on a screen: one line a rule, then who pays.
import type { PriceReport, RulePrice } from '@lectern/protocol/rest/prices.ts'
import type { Screen } from './screen.ts'

export function tellPrices(screen: Screen, { lists, readers, whole, rules }: PriceReport): void {
  if (lists === 0) {
    screen.line('No list was logged in the last 14 days that could be made again: nothing can be priced.')
    return
  }
  screen.line(`Change per 1,000 lists, with the rule minus without it, from ${lists} lists of ${readers} readers:`)
  const all = whole === null ? rules : [whole, ...rules]
  if (all.length === 0) screen.line('The document has no rules.')
  else
    screen.table(
      ['rule', 'worth by the log', 'worth by the model', 'opens by the log', 'effective lists', 'verdict'],
      all.map((one) => [
        one.rule.name,
        one.verdict.kind === 'priced' ? told(one.worth.offPolicy) : '–',
        told(one.worth.modelled),
        one.verdict.kind === 'priced' ? told(one.outcomes.open!.offPolicy) : '–',
        Math.round(one.effectiveSampleSize),
        one.verdict.words,
      ]),
    )
  for (const one of all) if (one.changed > 0) tellPayers(screen, one)
}

function tellPayers(screen: Screen, { rule, payers, tighter }: RulePrice): void {
  const parts = [
    ...payers.readers.map(({ history, worth }) => `readers with ${history} read: ${told(worth)}`),
    ...payers.topics
      .filter(isSeen)
      .slice(0, 3)
      .map(({ name, seenMore }) => `${name ?? 'no topic'}: ${signed(seenMore)} looks`),
    ...payers.publishers
      .filter(isSeen)
      .slice(0, 3)
      .map(({ name, seenMore }) => `${name ?? 'no publisher'}: ${signed(seenMore)} looks`),
  ]
  screen.line(`${rule.name}: who pays (by the model): ${parts.join('; ')}`)
  if (tighter !== null)
    screen.line(
      `${rule.name}: ${tighter.words} would change worth by ${told(tighter.verdict.kind === 'priced' ? tighter.worth.offPolicy : tighter.worth.modelled)} more (${tighter.verdict.kind === 'priced' ? 'log' : 'model'}).`,
    )
}

/** More than a rounding. */
const isSeen = ({ seenMore }: { seenMore: number }): boolean => Math.abs(seenMore) >= 0.5

function signed(value: number): string {
  const text = Math.abs(value) < 10 ? value.toFixed(1) : `${Math.round(value)}`
  if (Number(text) === 0) return '0'
  return value > 0 ? `+${text}` : text
}
const told = ({ mean, low, high }: { mean: number; low: number; high: number }): string =>
  `${signed(mean)} (${signed(low)} to ${signed(high)})`
