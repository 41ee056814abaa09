/** The list with `one` at a place from 0, at the end without one; where it stood before nothing is left. */
export function placedAt<T>(list: readonly T[], one: T, place: number = list.length): T[] {
  const others = list.filter((each) => each !== one)
  return [...others.slice(0, place), one, ...others.slice(place)]
}
