/** Throws unless candidates are the whole catalogue: every option that could ask for less goes through here. */
export function refuseSampling(caller: string, candidates: unknown): void {
  if (candidates === undefined || candidates === 'all') return
  throw new RangeError(
    `${caller}: candidates is ${JSON.stringify(candidates)}; only "all" is measured. Metrics among sampled candidates order ` +
      'models differently from the real task, even in expectation, and all but AUC tend to AUC as the sample shrinks ' +
      '(Krichene and Rendle, "On sampled metrics for item recommendation", KDD 2020, doi 10.1145/3394486.3403226). ' +
      'Evaluate fewer readers instead: that is unbiased.',
  )
}
