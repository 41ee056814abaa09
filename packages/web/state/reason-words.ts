/** `HED_DEK_QUALITY`, as people say it: "Headline or excerpt". */
export function reasonWords(reason: string): string {
  if (reason === 'HED_DEK_QUALITY') return 'Headline or excerpt quality'
  const words = reason.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
