// Where a page ended, as a word that a caller hands back.

export const cursorOf = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** undefined: not one of ours. */
export function placeOf<T extends object>(cursor: string): T | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const { id, ...numbers } = place as Record<string, unknown>
    const sound = Object.values(numbers).every((value) => value === null || typeof value === 'number')
    return typeof id === 'string' && sound ? (place as T) : undefined
  } catch {
    return undefined // foreign words say nothing
  }
}
