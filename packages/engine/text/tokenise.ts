// Scripts that are written without spaces between words.
const unspaced = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('')
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const runs = new RegExp(`(?:(?=\\p{L})[${unspaced}]\\p{M}*)+|(?:(?!(?=\\p{L})[${unspaced}]).)+`, 'gu')
const hasUnspaced = new RegExp(`(?=\\p{L})[${unspaced}]`, 'u')
const letter = /\P{M}\p{M}*/gu

/**
 * The words of a text in order, in lower case and one Unicode form (NFKC). Words are runs of letters, marks and digits;
 * where a script has no spaces (Chinese, Japanese, Thai, …) they are overlapping pairs of letters, which needs no dictionary.
 * Nothing is stemmed and no list of stop words is used: what is everywhere goes by its document frequency (term-counts.ts).
 *
 * @example
 * tokenise('L’été, 2 DAYS 東京都') // ['l', 'été', '2', 'days', '東京', '京都']
 */
export function tokenise(text: string): string[] {
  const words: string[] = []
  for (const [found] of text.normalize('NFKC').toLowerCase().matchAll(word)) {
    if (!hasUnspaced.test(found)) words.push(found)
    else
      for (const [run] of found.matchAll(runs)) {
        if (hasUnspaced.test(run)) addPairs(run.match(letter) ?? [], words)
        else words.push(run)
      }
  }
  return words
}

function addPairs(letters: readonly string[], words: string[]): void {
  if (letters.length === 1) words.push(letters[0]!)
  for (let k = 0; k + 1 < letters.length; k++) words.push(letters[k]! + letters[k + 1]!)
}
