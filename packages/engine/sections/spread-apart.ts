/**
 * Moves candidates down until those with the same code (0 or more) stand at least `apart` places from each other in the
 * first `take` places; where nothing else is left the order stays. What follows keeps its order. O(take * passed over).
 */
export function spreadApart(
  order: Int32Array,
  { codes, apart, take }: { readonly codes: Int32Array; readonly apart: number; readonly take: number },
): Int32Array {
  const waiting: number[] = []
  const spread: number[] = []
  let next = 0
  const near = (k: number): boolean => {
    const code = codes[k]!
    if (code < 0) return false
    for (let back = 1; back < apart && back <= spread.length; back++)
      if (codes[spread[spread.length - back]!] === code) return true
    return false
  }
  while (spread.length < Math.min(take, order.length)) {
    const freed = waiting.findIndex((k) => !near(k))
    if (freed >= 0) {
      spread.push(waiting.splice(freed, 1)[0]!)
      continue
    }
    while (next < order.length && near(order[next]!)) waiting.push(order[next++]!)
    if (next < order.length) spread.push(order[next++]!)
    else spread.push(waiting.shift()!)
  }
  // What waited stood before the rest.
  return Int32Array.from([...spread, ...waiting, ...order.subarray(next)])
}
