/**
 * Defers candidates that are `fresh` (1) so that in every beginning of the list at most `share` of the places, rounded up,
 * go to them; when all others are placed the deferred follow in their order. Both kinds keep their own order. O(order).
 */
export function limitFresh(
  order: Int32Array,
  { fresh, share }: { readonly fresh: Uint8Array; readonly share: number },
): Int32Array {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`limitFresh: share is ${share}; it must be in 0..1`)
  const news = order.filter((k) => fresh[k] === 1)
  const known = order.filter((k) => fresh[k] !== 1)
  const place = new Int32Array(fresh.length)
  for (let at = 0; at < order.length; at++) place[order[at]!] = at
  const list = new Int32Array(order.length)
  let n = 0
  let f = 0
  for (let at = 0; at < list.length; at++) {
    const candidate = news[n]
    const other = known[f]
    const first = other === undefined || (candidate !== undefined && place[candidate]! < place[other]!)
    const allowed = candidate !== undefined && n + 1 <= Math.ceil(share * (at + 1) - 1e-9)
    if (other === undefined || (first && allowed)) list[at] = news[n++]!
    else list[at] = known[f++]!
  }
  return list
}
