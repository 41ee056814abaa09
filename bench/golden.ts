// Our models beside numbers that an independent implementation measured: each line within its tolerance.
import type { GoldenLine, GoldenProtocol } from './golden/golden-line.ts'
import { holds } from './golden/golden-line.ts'
import { p1Gowalla } from './golden/p1-gowalla.ts'
import { p1Ials } from './golden/p1-ials.ts'
import { p2Globo } from './golden/p2-globo.ts'
import { p3Deskdrop } from './golden/p3-deskdrop.ts'
import { p3bDeskdrop } from './golden/p3b-deskdrop.ts'
import { p3cIals } from './golden/p3c-ials.ts'
import { p4Beauty } from './golden/p4-beauty.ts'
import { p5Mind } from './golden/p5-mind.ts'
import type { Measurement } from './measurement.ts'

const protocols: readonly GoldenProtocol[] = [
  p1Gowalla,
  p3Deskdrop,
  p5Mind,
  p2Globo,
  p3bDeskdrop,
  p4Beauty,
  p1Ials,
  p3cIals,
]

export const golden: Measurement = {
  name: 'golden',
  about: 'Every model on its public protocol beside the reference number.',
  async run(report) {
    const lines: GoldenLine[] = []
    for (const protocol of protocols) {
      report.line(`${protocol.name}: ${protocol.about}`)
      lines.push(...(await protocol.measure(report.line)))
    }
    const missed = lines.filter((line) => !holds(line))
    return {
      name: 'golden',
      value: lines.length - missed.length,
      unit: `of ${lines.length} numbers within their tolerance`,
      peer: null,
      ratio: null,
      bar: 'all of them',
      holds: lines.length > 0 && missed.length === 0,
      details: { missed: missed.map(({ protocol, model, metric }) => `${protocol} ${model} ${metric}`) },
      table: {
        head: ['protocol', 'model', 'metric', 'reference', 'here', 'difference', 'holds'],
        rows: lines.map((line) => [
          line.protocol,
          line.model,
          line.metric,
          line.golden.toFixed(4),
          line.measured.toFixed(4),
          (line.measured - line.golden).toFixed(4),
          holds(line) ? 'yes' : 'NO',
        ]),
      },
    }
  },
}
