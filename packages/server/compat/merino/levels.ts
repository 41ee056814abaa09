// Rankers count in different places: one on New Tabs of a time zone, another on all pages. So that a story does not stand
// higher merely because it is known where more is clicked, the lower ranker's scores are brought to the level of the upper.

/** Ratios beyond this are no levels but too few stories. */
const most = 100

/** How many clicks the upper ranker sees where the lower sees one, over the stories that both know; 1 without any. */
export function levelOf(upper: readonly number[], lower: readonly number[]): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const ratio = sum(upper) / sum(lower)
  return ratio > 0 && Number.isFinite(ratio) ? Math.min(most, Math.max(1 / most, ratio)) : 1
}
