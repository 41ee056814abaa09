/** What decides where a section stands. */
export interface SectionStanding {
  /** Larger is better. */
  readonly score: number
  /** How much the reader cares, 0 to 1; null: not known. */
  readonly interest: number | null
  /** When the reader began to follow it, Unix ms; null: not followed. */
  readonly followedAt: number | null
  /** Stands first whatever the rest. */
  readonly pinned?: boolean
  /** The reader does not want it: it stands last. */
  readonly blocked?: boolean
}

const week = 7 * 24 * 3_600_000
/** From this interest on a section goes before what is merely popular. */
const strongInterest = 0.8

/**
 * Places of the sections, best first: pinned, then followed (those of the last 7 days before older ones, newest first), then
 * of strong interest (strongest first), then by score, blocked last; ties keep the order given.
 */
export function orderSections(sections: readonly SectionStanding[], now: number): Int32Array {
  const group = ({ pinned, blocked, followedAt, interest }: SectionStanding): number => {
    if (pinned) return 0
    if (blocked) return 5
    if (followedAt !== null) return followedAt >= now - week ? 1 : 2
    return (interest ?? 0) >= strongInterest ? 3 : 4
  }
  const within = (a: SectionStanding, b: SectionStanding, which: number): number => {
    if (which === 1 || which === 2) return b.followedAt! - a.followedAt!
    if (which === 3 && a.interest !== b.interest) return b.interest! - a.interest!
    return b.score - a.score
  }
  const groups = sections.map(group)
  return Int32Array.from(sections.keys()).sort(
    (a, b) => groups[a]! - groups[b]! || within(sections[a]!, sections[b]!, groups[a]!) || a - b,
  )
}
