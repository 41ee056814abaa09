// What an editor should see before deciding, in words: each with its reason, never one opaque score.
import { type Publisher, type Warning, warningKinds } from '@lectern/protocol/rest/desk-prospects.ts'
import type { StoredProspect } from './prospect.ts'
import { approvalProblems, clickbaitFrom, guessBelow } from './rules.ts'

export interface Known {
  /** Of the prospect's domain; undefined: nobody knows it. */
  readonly publisher: Publisher | undefined
  /** What it repeats. */
  readonly other: Warning['other'] | undefined
}

/** The weightiest first. */
export function warningsOf(prospect: StoredProspect, { publisher, other }: Known): Warning[] {
  const found: Warning[] = []
  const warn = (kind: Warning['kind'], text: string): void => void found.push({ kind, text })
  if (other !== undefined) found.push({ kind: 'duplicate', text: 'Tells the same as another one', other })
  if (publisher?.state === 'excluded') warn('excluded', `${prospect.domain} is excluded: it cannot be scheduled`)
  if (prospect.paywalled) warn('paywall', 'Asks for payment')
  else if (publisher?.paywalled) warn('paywall', `${prospect.domain} asks for payment`)
  const { clickbait, topicConfidence } = prospect
  if (clickbait !== null && clickbait >= clickbaitFrom)
    warn('clickbait', `Sounds like clickbait (${percent(clickbait)})`)
  if ((publisher?.state ?? 'unknown') === 'unknown') {
    warn('untrusted', `Nothing of ${prospect.domain} was on a board before, and nobody vouched for it`)
  }
  const problems = approvalProblems(prospect)
  const isGuess = prospect.topicBy === 'model' && topicConfidence !== null && topicConfidence < guessBelow
  if (problems.some(({ path }) => path === 'topic')) warn('topic', 'Has no topic yet')
  else if (isGuess) warn('topic', `The topic is a guess (${percent(topicConfidence)})`)
  for (const { path, message } of problems) if (path !== 'topic') warn('incomplete', `${capital(path)} ${message}`)
  for (const text of prospect.warnings) warn('source', text)
  return found.sort((a, b) => warningKinds.indexOf(a.kind) - warningKinds.indexOf(b.kind))
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
