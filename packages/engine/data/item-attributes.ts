/** Which item has which attribute, both ways. Attributes are numbers from 0. */
export interface ItemAttributes {
  /** Attributes of an item row, ascending. */
  of(row: number): Int32Array
  /** Item rows of each attribute, ascending. */
  readonly members: readonly Int32Array[]
}

/** From compressed rows: the attributes of item r are `attributes[indptr[r]..indptr[r+1])`, ascending. */
export function indexAttributes(indptr: Int32Array, attributes: Int32Array): ItemAttributes {
  const members: number[][] = Array.from(
    { length: attributes.reduce((most, one) => Math.max(most, one + 1), 0) },
    () => [],
  )
  for (let row = 0; row + 1 < indptr.length; row++)
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) members[attributes[k]!]!.push(row)
  return {
    of: (row) => attributes.subarray(indptr[row]!, indptr[row + 1]!),
    members: members.map((rows) => Int32Array.from(rows)),
  }
}

/** Attributes two items have in common, ascending. */
export function sharedAttributes(attributes: ItemAttributes, a: number, b: number): number[] {
  const [left, right] = [attributes.of(a), attributes.of(b)]
  const shared: number[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [one, other] = [left[i]!, right[j]!]
    if (one === other) shared.push(one)
    if (one <= other) i++
    if (other <= one) j++
  }
  return shared
}
