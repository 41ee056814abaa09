// The kill test of the suite, longer and with other moments.
import { killTest } from '@lectern/server/cli/kill-test.ts'
import { removeData, temporaryData } from '@lectern/server/cli/testing.ts'
import type { Measurement } from './measurement.ts'

const rounds = 40

export const durability: Measurement = {
  name: 'durability',
  about: `${rounds} SIGKILLs of server and database in the middle of writes and rolls: acknowledged events lost or counted twice.`,
  async run(report) {
    const data = temporaryData()
    const begun = performance.now()
    try {
      const outcome = await killTest(data, {
        rounds,
        seed: 11,
        onRound: (round, { sent, acknowledged }) =>
          report.line(`kill ${round} of ${rounds}: ${sent.size} sent, ${acknowledged.size} acknowledged`),
      })
      const { lost, doubled, miscounted } = outcome
      return {
        name: 'durability',
        value: lost + doubled + miscounted,
        unit: 'events lost, doubled or miscounted',
        peer: null,
        ratio: null,
        bar: '0 acknowledged writes lost, 0 counted twice',
        holds: lost + doubled + miscounted === 0,
        details: { seconds: Math.round((performance.now() - begun) / 1000) },
        table: {
          head: ['what', 'count'],
          rows: Object.entries(outcome).map(([what, count]) => [what, count as number]),
        },
      }
    } finally {
      removeData(data)
    }
  },
}
