// The word of a title that stands for it on the cover, and the size at which it fits.

const longest = 13

/** The title's longest word that still fits, the first of several; a title without spaces gives its first characters. */
export function keyWord(title: string): string {
  const words = title.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’']*/gu) ?? []
  let best = ''
  for (const word of words) {
    const plain = word.replace(/[’']s?$/u, '')
    const length = [...plain].length
    if (length <= longest && length > [...best].length) best = plain
  }
  if (best === '') best = [...(words[0] ?? title.trim())].slice(0, 8).join('')
  return best.charAt(0).toUpperCase() + best.slice(1)
}

/** The font size at which a word of the reading serif is at most `width` wide, no larger than `largest`. */
export function fitWord(word: string, width: number, largest: number): number {
  let em = 0
  for (const character of word) em += advance(character)
  return Math.round(Math.min(largest, em > 0 ? width / em : largest) * 10) / 10
}

/** Advance widths of Source Serif 4 semibold, rounded up, in em. */
function advance(character: string): number {
  if (/[iljtfrI1’'.,]/.test(character)) return 0.4
  if (/[mwMW]/.test(character)) return 0.98
  if (/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(character)) return 1.05
  return /\p{Lu}|\p{N}/u.test(character) ? 0.74 : 0.6
}
