// Ways in: a feed by its address, a list from another reader, and one page by its address.
import { type ReactNode, useState } from 'react'
import { Button, DropZone, type FileDropItem, FileTrigger, Form, Text } from 'react-aria-components'
import button from '../../../parts/button.module.css'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { failureOf } from '../../../state/failure.ts'
import { feedsQuery, followFeed, importOpml, proposeAddress, showFeed } from '../../../state/feeds.ts'
import { online } from '../../../state/online.ts'
import { queryClient } from '../../../state/query-client.ts'
import styles from './add-feeds.module.css'

export function AddFeeds(): ReactNode {
  return (
    <div className={styles.ways}>
      <AddressForm
        label="Follow a feed"
        hint="The address of the feed, or of a page that names one."
        does="Follow"
        ask={follow}
      />
      <AddressForm
        label="Propose one page"
        hint="It is read now and put into the queue."
        does="Propose"
        ask={propose}
      />
      <OpmlDrop />
    </div>
  )
}

/** What came of it; `wrong`: the address stays to be mended. */
interface Told {
  readonly text: string
  readonly wrong: boolean
}

async function follow(address: string): Promise<Told> {
  const added = await followFeed(address, null)
  if (added.kind === 'not-found') return { text: added.detail, wrong: true }
  showFeed(added.feed.url, added.feed)
  return { text: `${added.feed.title} is followed${added.kind === 'known' ? ' already' : ''}.`, wrong: false }
}

async function propose(address: string): Promise<Told> {
  const found = await proposeAddress(address)
  if (found.kind === 'not-found') return { text: found.detail, wrong: true }
  if (found.kind === 'known') return { text: `It is known already: ${found.as}.`, wrong: false }
  return { text: `“${found.title}” waits in the queue.`, wrong: false }
}

interface AddressFormProps {
  readonly label: string
  readonly hint: string
  readonly does: string
  readonly ask: (address: string) => Promise<Told>
}

function AddressForm({ label, hint, does, ask }: AddressFormProps): ReactNode {
  const [address, setAddress] = useState('')
  const { told, busy, tell, clear } = useTold()
  return (
    <Form
      className={styles.way!}
      onSubmit={(event) => {
        event.preventDefault()
        if (address.trim() === '' || busy) return
        void tell(async () => {
          const answer = await ask(address.trim())
          if (!answer.wrong) setAddress('')
          return answer
        })
      }}
    >
      <TextInput
        label={label}
        hint={hint}
        value={address}
        onChange={(value) => {
          setAddress(value)
          clear()
        }}
        placeholder="https://"
        maxLength={4000}
        {...(told?.wrong ? { wrong: told.text } : {})}
      />
      <button type="submit" className={button.button} disabled={busy}>
        {busy ? 'One moment…' : does}
      </button>
      <Said told={told} />
    </Form>
  )
}

function OpmlDrop(): ReactNode {
  const { told, busy, tell } = useTold()
  const take = (file: { text(): Promise<string> } | undefined): void => {
    if (file === undefined) return
    void tell(async () => {
      const { listed, added, warnings } = await importOpml(await file.text())
      await queryClient.invalidateQueries({ queryKey: feedsQuery.queryKey })
      const also = warnings.length === 0 ? '' : `, ${warnings.length} with a warning: ${warnings[0]}`
      return { text: `${listed} feeds in the file, ${added} new${also}.`, wrong: false }
    })
  }
  return (
    <DropZone
      className={styles.drop!}
      onDrop={async ({ items }) => {
        const file = items.find((item): item is FileDropItem => item.kind === 'file')
        take(await file?.getFile())
      }}
    >
      <Text slot="label" className={styles.label!}>
        A list from another reader
      </Text>
      <p className={styles.hint}>Drop an OPML file here.</p>
      <FileTrigger
        acceptedFileTypes={['.opml', '.xml', 'text/xml', 'text/x-opml']}
        onSelect={(files) => take(files?.[0])}
      >
        <Button className={button.quiet!}>{busy ? 'One moment…' : 'Choose a file'}</Button>
      </FileTrigger>
      <Said told={told} />
      {told?.wrong && <p className={styles.wrong}>{told.text}</p>}
    </DropZone>
  )
}

/** What went well, also for who does not see it. What went wrong stands at the field. */
const Said = ({ told }: { told: Told | null }): ReactNode => (
  <p className={styles.said} role="status">
    {told !== null && !told.wrong && told.text}
  </p>
)

function useTold() {
  const [told, setTold] = useState<Told | null>(null)
  const [busy, setBusy] = useState(false)
  const tell = async (work: () => Promise<Told>): Promise<void> => {
    setBusy(true)
    setTold(null)
    try {
      setTold(await work())
    } catch (error) {
      const { title, detail } = failureOf(error, online.get())
      setTold({ text: `${title}. ${detail}`, wrong: true })
    } finally {
      setBusy(false)
    }
  }
  return { told, busy, tell, clear: () => setTold(null) }
}
