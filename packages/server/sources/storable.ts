// What a database can hold of what strangers wrote: PostgreSQL takes neither U+0000 nor half of a surrogate pair, and an
// escape in JSON says either.

/** The same value with every text in it made storable. Only for plain data, such as parsers answer. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed() as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, storable(inner)])) as T
}
