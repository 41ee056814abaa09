// Collections: those there are, and the one that is being edited.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { KeyButton } from '../../../parts/key-button/key-button.tsx'
import { collectionQuery, collectionsQuery } from '../../../state/collections.ts'
import { mayEditDesk } from '../../../state/desk.ts'
import { type PageKey, usePageKeys } from '../../../state/page-keys.ts'
import { meQuery } from '../../../state/reader.ts'
import { reasonWords } from '../../../state/reason-words.ts'
import styles from './collections.module.css'
import { Editor } from './editor.tsx'

const fresh = 'new'

export function Collections(): ReactNode {
  const { open } = useSearch({ from: '/desk/collections' })
  const navigate = useNavigate({ from: '/desk/collections' })
  const { data: me } = useQuery(meQuery)
  const list = useQuery(collectionsQuery)
  const mayEdit = mayEditDesk(me?.reader ?? null, null)
  const show = (id: string | undefined): void => void navigate({ search: { open: id } })
  const create: PageKey = { key: 'n', does: 'New collection', run: () => (mayEdit ? show(fresh) : false) }
  usePageKeys([create])
  const close = (): void => show(undefined)
  return (
    <>
      <PageHead
        title="Collections"
        about="Pages of chosen stories with an introduction, each at an address of its own."
      >
        {mayEdit && open === undefined && <KeyButton entry={create} mood="yes" />}
      </PageHead>
      {open === fresh && <Editor before={null} mayEdit={mayEdit} onSaved={show} onClose={close} />}
      {open !== undefined && open !== fresh && <Opened id={open} mayEdit={mayEdit} onSaved={show} onClose={close} />}
      {open === undefined && (
        <DeskState
          query={list}
          empty={list.data?.collections.length === 0}
          nothing="No collection yet. The first one begins with n."
        >
          <ul className={styles.list}>
            {list.data?.collections.map(({ id, title, slug, status, partner, stories, updatedAt }) => (
              <li key={id}>
                <button type="button" onClick={() => show(id)}>
                  {title}
                </button>
                <p>
                  <span data-status={status}>{reasonWords(status)}</span>
                  {partner !== null && <span>{reasonWords(partner.kind)}</span>}
                  <span>{stories === 1 ? '1 story' : `${stories} stories`}</span>
                  <span>{new Date(updatedAt).toLocaleDateString('en-GB', { dateStyle: 'medium' })}</span>
                  {status === 'PUBLISHED' && <a href={`/collections/${slug}`}>/collections/{slug}</a>}
                </p>
              </li>
            ))}
          </ul>
        </DeskState>
      )}
    </>
  )
}

interface OpenedProps {
  readonly id: string
  readonly mayEdit: boolean
  readonly onSaved: (id: string) => void
  readonly onClose: () => void
}

function Opened({ id, ...of }: OpenedProps): ReactNode {
  const found = useQuery(collectionQuery(id))
  return (
    <DeskState query={found} empty={false} nothing="">
      {found.data && <Editor key={`${id} ${found.data.version}`} before={found.data} {...of} />}
    </DeskState>
  )
}
