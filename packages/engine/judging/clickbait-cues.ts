import { tokenise } from '../text/tokenise.ts'

/** What a title that baits does, in English: each cue is 0 or 1 and has words a person can check. */
export interface BaitCue {
  readonly name: string
  readonly says: string
  holds(title: Title): boolean
}

interface Title {
  readonly text: string
  readonly words: readonly string[]
}

const any = (list: string) => {
  const wanted = new Set(list.split(' '))
  return ({ words }: Title) => words.some((word) => wanted.has(word))
}
const first = (list: string) => {
  const wanted = new Set(list.split(' '))
  return ({ words }: Title) => words[0] !== undefined && wanted.has(words[0])
}
const reads =
  (pattern: RegExp) =>
  ({ words }: Title) =>
    pattern.test(words.join(' '))

export const baitCues: readonly BaitCue[] = [
  { name: 'you', says: 'speaks to the reader', holds: any('you your yours yourself') },
  {
    name: 'pointing',
    says: 'points at something without naming it',
    holds: reads(
      /\b(?<!(on|in|of|for) )(this|these|here)\b(?! (day|week|weekend|month|year|summer|autumn|fall|winter|spring|season|morning|evening|afternoon|time|christmas|thanksgiving)\b)/,
    ),
  },
  {
    name: 'withheld',
    says: 'keeps back what it is about',
    holds: reads(
      /\b(what (happen(s|ed)|she|he|nobody|this|it|your)|then (this|she|he)|happen(s|ed) next|next|the (real )?(reason|truth|secret|thing|ending|one)|reasons?|secrets?|tricks?|hacks?|truth|something|things?|guess|one (thing|word|question|weird|simple)|signs)\b/,
    ),
  },
  {
    name: 'hype',
    says: 'praises or alarms beyond measure',
    holds: any(
      'incredible unbelievable amazing insane genius epic priceless hilarious shocking shock terrifying mysterious weird strange miracle unreal jaw mind perfect perfectly ridiculous ridiculously cutest absolutely totally literally viral obsessed surprising surprise embarrassing awkward ultimate stunning stunned beautiful mistake mistakes wrong rich celebrities',
    ),
  },
  {
    name: 'feeling',
    says: 'says what the reader will feel',
    holds: any(
      'tears cry heart hearts heartbreaking speechless furious faith haunt laugh laughing melted believe stunned worried wish wished surprise priceless',
    ),
  },
  {
    name: 'absolute',
    says: 'knows only always, never and everybody',
    holds: any(
      'never ever always everyone everybody nobody nothing everything only most worst best forever anyone completely',
    ),
  },
  {
    name: 'counted list',
    says: 'counts what it lists',
    holds: ({ words }) => /^\d{1,3}$/.test(words[0] ?? '') && Number(words[0]) < 200,
  },
  { name: 'question', says: 'asks', holds: ({ text }) => /\?\s*$/.test(text) },
  { name: 'yes or no', says: 'asks the reader about the reader', holds: first('are is can could do which would') },
  {
    name: 'shouting',
    says: 'shouts',
    holds: ({ text }) => /!|\bOMG\b|\b(?:LOT|SO|THIS|NOT|ALL|EVERY|THAT'S|WOW|MUST|NEVER)\b/.test(text),
  },
  { name: 'someone', says: 'tells of a person without a name', holds: first('he she they his her i we mom man woman') },
  {
    name: 'command',
    says: 'tells the reader to look',
    holds: first('wait watch guess stop don try find get before blink see read'),
  },
  {
    name: 'two steps',
    says: 'breaks off and goes on',
    holds: ({ text }) => /[.?…]\s+\S/.test(text.replace(/\b[ap]\.m\./g, '')),
  },
]

/** The cues of a title, in the order of `baitCues`. */
export function cuesOf(title: string): readonly boolean[] {
  const seen = { text: title, words: tokenise(title) }
  return baitCues.map(({ holds }) => holds(seen))
}
