interface ReportRule {
  /** Taken out when reports / impressions is above this ... */
  readonly rate: number
  /** ... and there are at least so many reports. */
  readonly least: number
  /** Never more than this share of all candidates: beyond it something else is wrong. */
  readonly mostShare: number
}

const reportRule: ReportRule = { rate: 0.001, least: 20, mostShare: 0.5 }

/** 1 where readers' reports take a candidate out; the most reported first when the share is used up. */
export function takenOutByReports(
  { impressions, reports }: { readonly impressions: Float64Array; readonly reports: Float64Array },
  { rate, least, mostShare }: ReportRule = reportRule,
): Uint8Array {
  const rateOf = (k: number): number => reports[k]! / Math.max(1, impressions[k]!)
  const over = Array.from(reports.keys()).filter((k) => reports[k]! >= least && rateOf(k) > rate)
  over.sort((a, b) => rateOf(b) - rateOf(a) || a - b)
  const out = new Uint8Array(reports.length)
  for (const k of over.slice(0, Math.floor(mostShare * reports.length))) out[k] = 1
  return out
}
