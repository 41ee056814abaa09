// Why models say what they say of a prospect: words that spoke for the topic, cues of clickbait, what it repeats, and the
// parts of its expected value. Asked for only when it is opened.
import type { JudgementOnWire } from '@lectern/protocol/rest/judging.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DeskDialog } from '../../../parts/desk/dialog.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { getJson, Refused } from '../../../state/api.ts'
import { topicTitle } from '../../../state/topics.ts'
import styles from './why.module.css'

export function WhyDialog({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const why = useQuery({
    queryKey: ['desk', 'judgement', id],
    queryFn: ({ signal }) => getJson<JudgementOnWire>(`/v1/desk/prospects/${encodeURIComponent(id)}/judgement`, signal),
    staleTime: 0,
  })
  return (
    <DeskDialog title="What the models say, and why" onClose={onClose}>
      {why.error instanceof Refused && why.error.status === 404 ? (
        <p>Nothing yet: what is new is judged within a minute.</p>
      ) : (
        <DeskState query={why} empty={false} nothing="">
          {why.data && <Reasons of={why.data} />}
        </DeskState>
      )}
    </DeskDialog>
  )
}

function Reasons({ of }: { of: JudgementOnWire }): ReactNode {
  const { topic, noTopic, clickbait, repeats, value, parts } = of
  return (
    <dl className={styles.why}>
      <dt>Topic</dt>
      <dd>
        {topic === null
          ? (noTopic ?? 'None is suggested.')
          : `${topicTitle(topic.topic)}, right ${percent(topic.confidence)} of the time on texts held back; for it spoke ${topic.words
              .map(({ word }) => word)
              .join(', ')}.`}
      </dd>
      <dt>Clickbait</dt>
      <dd>
        {clickbait === null
          ? 'Not judged: only English titles are.'
          : `${percent(clickbait.score)}${clickbait.cues.length > 0 ? `: ${clickbait.cues.join('; ')}` : ''}`}
      </dd>
      <dt>Tells the same as</dt>
      <dd>{repeats.length === 0 ? 'Nothing known.' : repeats.map(({ title }) => `“${title}”`).join(', ')}</dd>
      <dt>Expected value</dt>
      <dd>
        {value.toFixed(1)} opens and finishes per 1,000 shows:{' '}
        {parts
          .map(({ part, contribution }) => `${part} ${contribution >= 0 ? '+' : ''}${contribution.toFixed(1)}`)
          .join(', ')}
      </dd>
    </dl>
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
