// The sections of a surface: which are live, what stands in each, and what models propose.
import type { Section } from '@lectern/protocol/rest/sections.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { KeyButton } from '../../../parts/key-button/key-button.tsx'
import { mayEditDesk } from '../../../state/desk.ts'
import { sectionsQuery } from '../../../state/desk-sections.ts'
import { type PageKey, usePageKeys } from '../../../state/page-keys.ts'
import { meQuery } from '../../../state/reader.ts'
import { surfacesQuery } from '../../../state/schedule.ts'
import { OneSection } from './one-section.tsx'
import styles from './sections.module.css'
import { useSectionWork } from './use-section-work.tsx'

const groups = [
  { title: 'Proposed by models', holds: (one: Section) => one.source === 'model' && one.status === 'DISABLED' },
  { title: 'Live', holds: (one: Section) => one.status === 'LIVE' },
  { title: 'Scheduled', holds: (one: Section) => one.status === 'SCHEDULED' },
  { title: 'Switched off', holds: (one: Section) => one.source === 'person' && one.status === 'DISABLED' },
  { title: 'Over', holds: (one: Section) => one.status === 'EXPIRED' },
] as const

export function Sections(): ReactNode {
  const { surface = 'home', open } = useSearch({ from: '/desk/sections' })
  const navigate = useNavigate({ from: '/desk/sections' })
  const { data: me } = useQuery(meQuery)
  const surfaces = useQuery(surfacesQuery)
  const list = useQuery(sectionsQuery(surface))
  const mayEdit = mayEditDesk(me?.reader ?? null, surface)
  const show = (id: string | undefined): void => void navigate({ search: (now) => ({ ...now, open: id }) })
  const work = useSectionWork(surface, show)
  const create: PageKey = { key: 'n', does: 'New section', run: () => (mayEdit ? work.askNew() : false) }
  usePageKeys([create])
  const sections = list.data?.sections
  const names = [...new Set([...(surfaces.data?.surfaces.map(({ name }) => name) ?? []), surface])]
  return (
    <>
      <PageHead
        title="Sections"
        about="Groups of stories with a title. Those of models wait here, switched off, until somebody enables them."
      >
        {mayEdit && <KeyButton entry={create} mood="yes" />}
      </PageHead>
      <div className={styles.surface}>
        <ChoiceInput
          label="Surface"
          value={surface}
          options={names.map((name) => ({ id: name, name }))}
          onChange={(name) => void navigate({ search: { surface: name } })}
        />
      </div>
      <DeskState
        query={list}
        empty={sections?.length === 0}
        nothing="No section yet. Make one, or let a model propose."
      >
        {groups.map(({ title, holds }) => {
          const members = sections?.filter(holds) ?? []
          return (
            members.length > 0 && (
              <section key={title} className={styles.group} aria-label={title}>
                <h2>
                  {title} <span>{members.length}</span>
                </h2>
                {members.map((section) => (
                  <OneSection
                    key={section.id}
                    section={section}
                    isOpen={section.id === open}
                    mayEdit={mayEdit}
                    work={work}
                    onOpen={(isOpen) => show(isOpen ? section.id : undefined)}
                  />
                ))}
              </section>
            )
          )
        })}
      </DeskState>
      {work.dialog}
    </>
  )
}
