// Whether one has to pay for a page: what it says itself counts; signs of a wall only make it likely. Each with the
// evidence, so that a person can judge.

import { metaOf, type PageDocument } from './document.ts'
import { type Fields, listOf } from './linked-data.ts'

export interface Paywall {
  /** `paid` and `free`: the page says so. `likely`: it has the parts of a wall. */
  readonly verdict: 'paid' | 'free' | 'likely' | 'unknown'
  /** What was found, as it stands in the page. */
  readonly evidence: readonly string[]
}

const tiers: Readonly<Record<string, Paywall['verdict']>> = {
  locked: 'paid',
  paid: 'paid',
  premium: 'paid',
  metered: 'likely',
  free: 'free',
}

/** Parts of walls by those who sell them, and the names that publishers give their own. */
const marks = [
  'script[src*="tinypass.com"]',
  'script[src*="piano.io"]',
  'script[src*="poool.fr"]',
  'script[src*="zephr.com"]',
  'script[src*="leaky-paywall"]',
  '.leaky_paywall_message',
  '.wp-block-memberful',
  '[class~="paywall" i]',
  '[id="paywall" i]',
  '[class~="regwall" i]',
  '[class*="paywall-" i]',
  '[data-paywall]',
  '.piano-container',
  '.tp-container-inner',
  '.subscriber-only',
  '.post-access-level--paid',
  'amp-subscriptions, [subscriptions-section]',
]

export function paywallOf(document: PageDocument, nodes: readonly Fields[]): Paywall {
  const said = nodes.flatMap((node) => listOf(node.isAccessibleForFree)).map((value) => String(value).toLowerCase())
  if (said.includes('false')) return { verdict: 'paid', evidence: ['JSON-LD isAccessibleForFree: false'] }
  const tier = metaOf(document, 'article:content_tier', 'article.content_tier')?.toLowerCase()
  const verdict = tier === undefined ? undefined : tiers[tier]
  if (verdict !== undefined) return { verdict, evidence: [`article:content_tier: ${tier}`] }
  if (said.includes('true')) return { verdict: 'free', evidence: ['JSON-LD isAccessibleForFree: true'] }
  const found = marks.filter((mark) => document.querySelector(mark) !== null)
  return { verdict: found.length > 0 ? 'likely' : 'unknown', evidence: found.map((mark) => `the page has ${mark}`) }
}
