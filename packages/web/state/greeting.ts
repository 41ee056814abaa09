/** The greeting for an hour of the reader's own clock, 0 to 23, with the name when there is one. */
export function greeting(hour: number, name: string | null): string {
  const part = hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
  return name ? `Good ${part}, ${name}` : `Good ${part}`
}
