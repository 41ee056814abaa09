// Priorities: the document of a surface as a form and as JSON, what it would cost, what it would change, and putting it in force.
import type { PreviewReport, PriceReport, PrioritiesState } from '@lectern/protocol/rest/prices.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { getJson, postJson } from '../../../state/api.ts'
import { mayLeadDesk } from '../../../state/desk.ts'
import { meQuery } from '../../../state/reader.ts'
import { showToast } from '../../../state/toasts.ts'
import { Editor } from './editor.tsx'
import { Preview } from './preview.tsx'
import { PriceTags } from './price-tags.tsx'
import styles from './priorities.module.css'
import { PublishForm, type Release } from './publish-form.tsx'
import { Question } from './question.tsx'
import { Releases } from './releases.tsx'

const publication = ''
/** Replaying lists takes its time. */
const patienceMs = 180_000

export function Priorities(): ReactNode {
  const [place, setPlace] = useState(publication)
  const state = useQuery({
    queryKey: ['desk', 'priorities', place],
    queryFn: ({ signal }) =>
      getJson<PrioritiesState>(
        `/v1/desk/priorities${place === publication ? '' : `?surface=${encodeURIComponent(place)}`}`,
        signal,
      ),
    staleTime: 0,
  })
  const places = [
    { id: publication, name: 'The publication' },
    ...(state.data?.surfaces ?? []).map((name) => ({ id: name, name: `Surface ${name}` })),
  ]
  return (
    <>
      <PageHead title="Priorities" about="What every list is asked for, and what each rule of it costs.">
        <ChoiceInput label="Of" value={place} options={places} onChange={setPlace} />
      </PageHead>
      <DeskState query={state} empty={false} nothing="">
        {state.data && <Document key={`${place} ${state.data.releases[0]?.id}`} state={state.data} />}
      </DeskState>
    </>
  )
}

function Document({ state }: { state: PrioritiesState }): ReactNode {
  const { data: me } = useQuery(meQuery)
  const client = useQueryClient()
  const [document, setDocument] = useState<PrioritiesDocument>(state.document)
  const asked = { surface: state.surface ?? 'home', for: state.surface, document }
  const prices = useMutation({
    mutationFn: () => postJson<PriceReport>('/v1/desk/priorities/prices', asked, { patienceMs }),
  })
  const preview = useMutation({
    mutationFn: () => postJson<PreviewReport>('/v1/desk/priorities/preview', asked, { patienceMs }),
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['desk', 'priorities'] })
  const back = useMutation({
    mutationFn: (reason: string) =>
      postJson('/v1/desk/priorities/back', { surface: state.surface, owner: ownerOf(state, me?.reader?.name), reason }),
    onSuccess: () => {
      showToast('What was in force before is again.')
      return refresh()
    },
    onError: (cause) => showToast(cause.message),
  })
  const publish = useMutation({
    mutationFn: (release: Release) =>
      postJson('/v1/desk/priorities/publish', { surface: state.surface, document, ...release }),
    onSuccess: () => {
      showToast('In force on every server within a second.', () => back.mutate('Undone right after publishing.'))
      return refresh()
    },
  })
  const mayPublish = mayLeadDesk(me?.reader ?? null)
  return (
    <div className={styles.page}>
      {state.trial && (
        <p className={styles.trial}>
          On trial: {state.trial.version} for {Math.round(1000 * state.trial.share) / 10} % of the readers
          {state.trial.experiment && `, experiment “${state.trial.experiment}”`}.
        </p>
      )}
      <Editor document={document} inForce={state.document} onChange={setDocument} />
      <Question
        title="What it costs"
        ask="Price each rule"
        run={prices}
        waiting="Replaying lists with and without each rule. This takes some seconds."
      >
        {(report) => <PriceTags report={report} />}
      </Question>
      <Question title="What it changes" ask="Show 20 lists" run={preview} waiting="Making 20 lists again.">
        {(report) => <Preview report={report} />}
      </Question>
      <section className={styles.section}>
        <h2>Publish</h2>
        {mayPublish ? (
          <PublishForm
            owner={ownerOf(state, me?.reader?.name)}
            busy={publish.isPending}
            onPublish={(release) => publish.mutate(release)}
          />
        ) : (
          <p className={styles.about}>Chief editors and administrators publish.</p>
        )}
        {publish.error && (
          <p role="alert" className={styles.wrong}>
            {publish.error.message}
          </p>
        )}
      </section>
      <section className={styles.section}>
        <h2>History</h2>
        <Releases
          releases={state.releases}
          mayPublish={mayPublish}
          busy={back.isPending}
          onBack={() => back.mutate('Taken back at the Desk.')}
        />
      </section>
    </div>
  )
}

const ownerOf = ({ releases }: PrioritiesState, me: string | undefined): string => releases[0]?.owner ?? me ?? ''
