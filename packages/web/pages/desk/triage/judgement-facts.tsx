// What models say of a prospect, and why: asked for when somebody opens it. Help for who decides, never a verdict.
import type { JudgementOnWire } from '@lectern/protocol/rest/judging.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { DeskState } from '../../../parts/desk/state.tsx'
import { getJson } from '../../../state/api.ts'
import { topicTitle } from '../../../state/topics.ts'
import styles from './judgement-facts.module.css'

interface JudgementFactsProps {
  readonly prospect: string
  /** Opens and finishes to expect per 1,000 shows; null: not judged yet. */
  readonly value: number | null
}

export function JudgementFacts({ prospect, value }: JudgementFactsProps): ReactNode {
  const [open, setOpen] = useState(false)
  const query = useQuery({
    queryKey: ['desk', 'judgement', prospect],
    queryFn: ({ signal }) =>
      getJson<JudgementOnWire>(`/v1/desk/prospects/${encodeURIComponent(prospect)}/judgement`, signal),
    enabled: open && value !== null,
  })
  return (
    <details className={styles.facts} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>What models say</strong>
        <span>
          {value === null ? 'not judged yet: within a minute' : `${rounded(value)} opens and finishes per 1,000 shows`}
        </span>
      </summary>
      {open && value !== null && (
        <DeskState query={query} empty={false} nothing="">
          {query.data && <Reasons {...query.data} />}
        </DeskState>
      )}
    </details>
  )
}

function Reasons({ topic, noTopic, clickbait, titleInText, repeats, parts }: JudgementOnWire): ReactNode {
  return (
    <dl className={styles.reasons}>
      <dt>Topic</dt>
      <dd>
        {topic === null
          ? noTopic
          : `${topicTitle(topic.topic)}, ${percent(topic.confidence)} sure, for the words ${topic.words.map(({ word }) => word).join(', ')}`}
      </dd>
      {repeats.length > 0 && (
        <>
          <dt>Repeats</dt>
          {repeats.map(({ id, kind, title, similarity }) => (
            <dd key={id}>
              {kind === 'text' ? 'The words of' : 'The event of'} “{title}” ({percent(similarity)} alike)
            </dd>
          ))}
        </>
      )}
      <dt>Title</dt>
      <dd>
        {clickbait === null ? 'Clickbait is judged in English only' : `${percent(clickbait.score)} clickbait`}
        {clickbait !== null && clickbait.cues.length > 0 && `: ${clickbait.cues.join('; ')}`}
        {titleInText !== null && titleInText < 0.5 && `. Only ${percent(titleInText)} of its words stand in the text`}
      </dd>
      <dt>Worth</dt>
      <dd>
        <ul className={styles.parts}>
          {parts
            .filter(({ contribution }) => Math.abs(contribution) >= 0.5)
            .map(({ part, contribution }) => (
              <li key={part}>
                <span>{part}</span>{' '}
                <output>{`${contribution < 0 ? '−' : '+'}${rounded(Math.abs(contribution))}`}</output>
              </li>
            ))}
        </ul>
      </dd>
    </dl>
  )
}

const rounded = (value: number): string => value.toFixed(value < 10 ? 1 : 0)
const percent = (share: number): string => `${Math.round(100 * share)} %`
