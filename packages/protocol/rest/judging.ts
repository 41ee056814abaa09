// What models say of a prospect, with their reasons: help for who decides, never a verdict.
import { z } from 'zod'

const weighedWord = z.object({ word: z.string(), contribution: z.number() })

export const judgement = z
  .object({
    prospect: z.string(),
    topic: z
      .object({
        topic: z.string(),
        confidence: z.number().describe('How often such a suggestion was right on texts held back, 0 to 1.'),
        words: z.array(weighedWord).describe('Of title, excerpt and publisher, those that spoke most for it.'),
        model: z.string().describe('Version of the model.'),
      })
      .nullable(),
    noTopic: z.string().nullable().describe('Why no topic is suggested, in words.'),
    clickbait: z
      .object({ score: z.number(), cues: z.array(z.string()) })
      .nullable()
      .describe('English titles only.'),
    titleInText: z.number().nullable().describe('Share of the words of the title that stand in the text.'),
    repeats: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          kind: z.enum(['text', 'story']).describe('The same words, or other words about the same event.'),
          similarity: z.number(),
        }),
      )
      .describe('Prospects and items, likest first; at most five.'),
    value: z.number().describe('Opens and finishes to expect per 1,000 shows: the sum of the parts.'),
    parts: z.array(z.object({ part: z.string(), contribution: z.number() })),
    judgedAt: z.int(),
  })
  .meta({ id: 'Judgement' })
export type JudgementOnWire = z.infer<typeof judgement>
