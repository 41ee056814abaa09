// How long a text takes to read. Speeds: Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance"
// (IReST), Investigative Ophthalmology & Visual Science 53 (2012), table 2: adults reading aloud, words per minute.

const wordsPerMinute: Readonly<Record<string, number>> = {
  ar: 138,
  de: 179,
  en: 228,
  es: 218,
  fi: 161,
  fr: 195,
  he: 187,
  it: 188,
  nl: 202,
  pl: 166,
  pt: 181,
  ru: 184,
  sl: 180,
  sv: 199,
  tr: 166,
}
/** Their mean, for languages that were not measured. */
const otherWordsPerMinute = 184
const chineseCharactersPerMinute = 255
const japaneseCharactersPerMinute = 357
/** Where words are not set apart; a Thai word has about this many letters. */
const lettersPerWord = 5

/** Whole minutes, at least 1; 0 for no text. The language is a tag such as `de-AT`. */
export function minutesToRead(text: string, language: string | null): number {
  const han = count(text, /\p{Script=Han}/gu)
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu)
  const unspaced = count(text, /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu) / lettersPerWord
  const words = count(
    text,
    /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{P}\p{S}]+/gu,
  )
  const perMinute = wordsPerMinute[language?.split('-')[0]?.toLowerCase() ?? ''] ?? otherWordsPerMinute
  const characterSpeed = kana > 0.05 * (han + kana) ? japaneseCharactersPerMinute : chineseCharactersPerMinute
  const minutes = (words + unspaced) / perMinute + (han + kana) / characterSpeed
  return minutes === 0 ? 0 : Math.max(1, Math.round(minutes))
}

function count(text: string, what: RegExp): number {
  let found = 0
  what.lastIndex = 0
  while (what.test(text)) found += 1
  return found
}
