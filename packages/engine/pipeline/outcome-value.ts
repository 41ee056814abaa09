import type { Outcome, Part, Priorities, Reason } from './slate.ts'
import type { Scored, Scorer, StageContext } from './stage.ts'

/** Chance of an open where nothing was shown yet: 188 in 12,688, as on Pocket's New Tab. */
const unknownOpenRate = 188 / 12_688

/**
 * What a candidate is worth when it is shown: the sum over outcomes of the publisher's weight times its probability.
 *
 * P(open) is the relevance that `relevance` gives, scaled so that the candidates together are opened as often as what was
 * shown lately; finish, save and like follow an open with the item's own shares, dismiss and report follow a sight of it:
 *
 *     worth = P(open) * (w_open + w_finish f + w_save s + w_like l) + w_dismiss d + w_report r
 *
 * The formula of many industrial rankers (Zhao et al., "Recommending what video to watch next", RecSys 2019; X's open
 * heavy ranker), here with counts that can be read. Linear in the relevance, so its causes stay exact; a relevance below 0
 * is a chance of 0 that still ranks last. O(candidates).
 */
export function byPriorities(relevance: Scorer): Scorer {
  return {
    ...relevance,
    score: (context, rows) => {
      const scored = relevance.score(context, rows)
      return scored === null ? null : worthOf(context, rows, scored)
    },
  }
}

function worthOf(context: StageContext, rows: Int32Array, relevance: Scored): Scored {
  const { priorities } = context.state
  const scale = openScale(context, rows, relevance.scores)
  const chances = chancesOf(context, rows)
  const scores = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) {
    const chance = chances(k)
    scores[k] = relevance.scores[k]! * scale * afterOpen(priorities, chance) + regret(priorities, chance)
  }
  const outcomes = (k: number): Record<Outcome, number> => {
    const { finish, save, like, dismiss, report } = chances(k)
    const open = Math.max(0, relevance.scores[k]! * scale)
    return { open, finish: open * finish, save: open * save, like: open * like, dismiss, report }
  }
  const explain = (k: number): Reason => {
    const reason = relevance.explain(k)
    const factor = scale * afterOpen(priorities, chances(k))
    return {
      kind: reason.kind,
      contributions: reason.contributions.map(({ row, contribution }) => ({
        row,
        contribution: contribution * factor,
      })),
      others: (reason.others ?? 0) * factor,
      parts: [
        ...reason.parts.map(({ name, contribution }) => ({ name, contribution: contribution * factor })),
        ...regrets(priorities, chances(k)),
      ],
    }
  }
  return { scores, explain, outcomes }
}

type Chances = Readonly<Record<Exclude<Outcome, 'open'>, number>>
const nothing: Chances = { finish: 0, save: 0, like: 0, dismiss: 0, report: 0 }

/** Of candidate k, shares of its opens and of its showings; in one object, right until the next is asked for. */
function chancesOf({ state }: StageContext, rows: Int32Array): (k: number) => Chances {
  const { outcomes } = state
  if (outcomes === null) return () => nothing
  const at = { finish: 0, save: 0, like: 0, dismiss: 0, report: 0 }
  return (k) => {
    const row = rows[k]!
    at.finish = outcomes.finish[row]!
    at.save = outcomes.save[row]!
    at.like = outcomes.like[row]!
    at.dismiss = outcomes.dismiss[row]!
    at.report = outcomes.report[row]!
    return at
  }
}

const afterOpen = ({ outcomes }: Priorities, { finish, save, like }: Chances): number =>
  outcomes.open + outcomes.finish * finish + outcomes.save * save + outcomes.like * like

const regret = ({ outcomes }: Priorities, { dismiss, report }: Chances): number =>
  outcomes.dismiss * dismiss + outcomes.report * report

function regrets({ outcomes }: Priorities, { dismiss, report }: Chances): Part[] {
  const parts: Part[] = [
    { name: 'dismissals', contribution: outcomes.dismiss * dismiss },
    { name: 'reports', contribution: outcomes.report * report },
  ]
  return parts.filter(({ contribution }) => contribution !== 0)
}

/** Relevance times this is P(open): their mean is the rate of late, and none is above 1. */
function openScale({ state, request }: StageContext, rows: Int32Array, relevance: Float64Array): number {
  let sum = 0
  let largest = 0
  for (const value of relevance) {
    sum += value
    if (value > largest) largest = value
  }
  if (!(sum > 0)) return 1
  return Math.min((rows.length * openRate(state, rows, request)) / sum, 1 / largest)
}

function openRate(
  state: StageContext['state'],
  rows: Int32Array,
  { region = null, now }: StageContext['request'],
): number {
  if (state.engagement === null || rows.length === 0) return unknownOpenRate
  const { alpha, beta } = state.engagement.posteriors(rows, { region, now })
  let sum = 0
  for (let k = 0; k < rows.length; k++) sum += alpha[k]! / (alpha[k]! + beta[k]!)
  return sum / rows.length
}
