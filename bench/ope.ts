// Off-policy estimates on the Open Bandit samples (men, women) beside the golden numbers of an independent implementation.
// A: value of the uniform policy from the log of Bernoulli Thompson sampling. B: value of that policy, as the share of each
// item at each position of its log, from the random log; reward model (clicks + 1) / (rounds + 200) of that log.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { directMethod } from '@lectern/engine/evaluation/off-policy/direct-method.ts'
import {
  doublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from '@lectern/engine/evaluation/off-policy/doubly-robust.ts'
import { type Estimate, type OffPolicyReport, offPolicy } from '@lectern/engine/evaluation/off-policy/estimate.ts'
import { inversePropensity, selfNormalised } from '@lectern/engine/evaluation/off-policy/inverse-propensity.ts'
import { rewardRates } from '@lectern/engine/evaluation/off-policy/reward-rates.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { Measurement } from './measurement.ts'

const source = fileURLToPath(new URL('../../shared/data/obd-small', import.meta.url))

/** Golden numbers as text: a number holds when it differs by less than 1e-6, or by half of the last digit printed. */
const golden: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'A men': {
    IPS: '0.00300863',
    SNIPS: '0.00318942',
    'mean w': '0.943314',
    'max w': '178.253',
    ESS: '655.71',
  },
  'A women': {
    IPS: '0.00743758',
    SNIPS: '0.00237305',
    'mean w': '3.13419',
    'max w': '21739.13',
    ESS: '2.08',
    'IPS clipped at 10': '0.00438367',
  },
  'B men': {
    IPS: '0.005656',
    'IPS SE': '0.001398',
    SNIPS: '0.005740',
    DM: '0.005553',
    DR: '0.005778',
    SNDR: '0.005781',
    'Switch-DR at 5': '0.006130',
    'DRos with 10': '0.005625',
    ESS: '2869.3',
    'max w': '7.4843',
    'mean w': '0.98544',
    'on-policy': '0.0069',
  },
  'B women': {
    IPS: '0.005806',
    'IPS SE': '0.001205',
    SNIPS: '0.005833',
    DM: '0.005507',
    DR: '0.005842',
    SNDR: '0.005844',
    'Switch-DR at 5': '0.006357',
    'DRos with 10': '0.005853',
    ESS: '3492.0',
    'max w': '6.3661',
    'mean w': '0.99531',
    'on-policy': '0.0046',
  },
}

export const ope: Measurement = {
  name: 'ope',
  about: 'Off-policy estimates on obd-small beside golden numbers (tasks A and B), with 95 % bootstrap intervals.',
  async run(report) {
    if (!existsSync(source)) throw new Error(`The Open Bandit logs are not at ${source}.`)
    const rows: (string | number)[][] = []
    const alarms: Record<string, readonly string[]> = {}
    let held = 0
    let total = 0
    for (const campaign of ['men', 'women'])
      for (const task of ['A', 'B']) {
        const name = `${task} ${campaign}`
        report.line(name)
        const { measured, estimates } = task === 'A' ? taskA(campaign) : taskB(campaign)
        alarms[name] = estimates[0]!.weights.alarms
        for (const [what, reference] of Object.entries(golden[name]!)) {
          const holds = Math.abs(measured[what]! - Number(reference)) <= toleranceOf(reference)
          total++
          if (holds) held++
          const { interval } = estimates.find((estimate) => estimate.name === what) ?? {}
          const digits = reference.split('.')[1]!.length + 2
          rows.push([
            name,
            what,
            reference,
            measured[what]!.toFixed(digits),
            interval === undefined ? '' : `${interval.low.toFixed(6)} to ${interval.high.toFixed(6)}`,
            holds ? 'yes' : 'NO',
          ])
        }
      }
    return {
      name: 'ope',
      value: held,
      unit: `of ${total} golden numbers`,
      peer: null,
      ratio: null,
      bar: 'all, within 1e-6 or half of the last digit printed',
      holds: held === total,
      details: { alarms },
      table: { head: ['task', 'what', 'golden', 'here', '95 % interval', 'holds'], rows },
    }
  },
}

const toleranceOf = (reference: string) => Math.max(1e-6, 0.5 * 10 ** -reference.split('.')[1]!.length) + 1e-12

interface Log {
  readonly actions: Int32Array
  readonly positions: Int32Array
  readonly rewards: Float64Array
  readonly propensities: Float64Array
  readonly actionCount: number
}

function readLog(policy: string, campaign: string): Log {
  const [head, ...lines] = gunzipSync(readFileSync(`${source}/${policy}/${campaign}/${campaign}.csv.gz`))
    .toString('utf8')
    .trim()
    .split('\n')
  const rows = lines.map((line) => line.split(','))
  const columnOf = (name: string) => {
    const at = head!.split(',').indexOf(name)
    if (at < 0) throw new Error(`${policy}/${campaign}: no column ${name}`)
    return rows.map((row) => Number(row[at]))
  }
  const actions = Int32Array.from(columnOf('item_id'))
  const items = readFileSync(`${source}/${policy}/${campaign}/item_context.csv`, 'utf8').trim().split('\n').length - 1
  return {
    actions,
    positions: Int32Array.from(columnOf('position')),
    rewards: Float64Array.from(columnOf('click')),
    propensities: Float64Array.from(columnOf('propensity_score')),
    actionCount: items,
  }
}

interface Task {
  readonly measured: Record<string, number>
  readonly estimates: readonly Estimate[]
}

function taskA(campaign: string): Task {
  const log = readLog('bts', campaign)
  const targets = new Float64Array(log.rewards.length).fill(1 / log.actionCount)
  return taskOf(
    offPolicy({ ...log, targets }, [inversePropensity(), selfNormalised(), inversePropensity({ clip: 10 })], {
      rng: derive('ope', 'A', campaign),
    }),
  )
}

function taskB(campaign: string): Task {
  const log = readLog('random', campaign)
  const evaluated = readLog('bts', campaign)
  const shares = sharesByPosition(evaluated)
  const rates = rewardRates(log, { pseudoRewards: 1, pseudoRounds: 200 })
  const expected = shares.map((share) => share.reduce((sum, probability, item) => sum + probability * rates[item]!, 0))
  const { positions, actions, rewards } = log
  const rounds = {
    ...log,
    targets: rewards.map((_, round) => shares[positions[round]!]![actions[round]!]!),
    predictions: rewards.map((_, round) => rates[actions[round]!]!),
    expectations: rewards.map((_, round) => expected[positions[round]!]!),
  }
  const estimators = [
    inversePropensity(),
    selfNormalised(),
    directMethod(),
    doublyRobust(),
    selfNormalisedDoublyRobust(),
    switchDoublyRobust({ threshold: 5 }),
    shrunkDoublyRobust({ lambda: 10 }),
  ]
  const task = taskOf(offPolicy(rounds, estimators, { rng: derive('ope', 'B', campaign) }))
  task.measured['on-policy'] = evaluated.rewards.reduce((sum, reward) => sum + reward, 0) / evaluated.rewards.length
  return task
}

/** Share of each item among the rounds of a position, by position number. */
function sharesByPosition({ actions, positions, actionCount }: Log): Float64Array[] {
  const shares = Array.from({ length: Math.max(...positions) + 1 }, () => new Float64Array(actionCount))
  actions.forEach((item, round) => {
    shares[positions[round]!]![item]!++
  })
  return shares.map((counts) => {
    const sum = counts.reduce((total, count) => total + count, 0)
    return counts.map((count) => count / Math.max(1, sum))
  })
}

/** The values by name, with the support of the first estimate, whose weights are target / propensity. */
function taskOf({ estimates }: OffPolicyReport): Task {
  const first = estimates[0]!
  return {
    measured: {
      ...Object.fromEntries(estimates.map(({ name, value }) => [name, value])),
      'IPS SE': first.standardError,
      ESS: first.weights.effectiveSampleSize,
      'max w': first.weights.max,
      'mean w': first.weights.mean,
    },
    estimates,
  }
}
