/** A key for people: `scheduled:TIME_SENSITIVE_NEWS` is “Scheduled: time sensitive news”; a name stays as it is. */
export function inWords(key: string): string {
  if (key === 'person' || key === 'model') return key === 'person' ? 'People' : 'Models'
  const [, what, reason] = /^(scheduled|removed|rejected):([A-Z_]+)$/.exec(key) ?? []
  if (what === undefined || reason === undefined) return key
  return `${what[0]!.toUpperCase()}${what.slice(1)}: ${reason.toLowerCase().replaceAll('_', ' ')}`
}
