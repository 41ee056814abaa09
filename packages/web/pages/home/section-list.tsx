// The sections of Home: what leads, the editors' sections, then topics. A dismissed card leaves its place; the others stay
// where they were.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { Recommendation, Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { ShownSection } from '@lectern/protocol/rest/sections.ts'
import { type ReactNode, useMemo } from 'react'
import { Card } from '../../parts/card/card.tsx'
import { cardActions } from '../../state/actions.ts'
import { withoutSections } from '../../state/editors-sections.ts'
import { createImpressionWatcher } from '../../state/impressions.ts'
import { sections } from '../../state/sections.ts'
import { itemsWith } from '../../state/signals.ts'
import styles from './section-list.module.css'

interface SectionListProps {
  readonly slate: Slate
  readonly editors: readonly ShownSection[]
  readonly me: Me
  readonly dismissed: ReadonlySet<string>
}

const ofEditors = 'Chosen by the editors.'

export function SectionList({ slate, editors, me, dismissed }: SectionListProps): ReactNode {
  const [lead, ...topics] = useMemo(
    () => sections(withoutSections(slate, editors), { lead: 7, least: 3 }),
    [slate, editors],
  )
  const of = { me, dismissed }
  return (
    <>
      {lead && <Rows {...of} slate={slate} {...lead} shape="lead" stored={slate.rung === 'stored' ? slate.at : null} />}
      {editors.map(({ id, title, subtitle, list }) => (
        <Rows
          {...of}
          key={id}
          id={`of-editors-${id}`}
          slate={list}
          title={title}
          why={subtitle ?? ofEditors}
          items={list.items}
        />
      ))}
      {topics.map((topic) => (
        <Rows {...of} key={topic.id} slate={slate} {...topic} />
      ))}
    </>
  )
}

interface RowsProps extends Pick<SectionListProps, 'me' | 'dismissed' | 'slate'> {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly items: readonly Recommendation[]
  readonly shape?: 'lead'
  /** When the list was made, where it is an old one; Unix ms. */
  readonly stored?: number | null
}

function Rows({ id, title, why, items, slate, me, dismissed, shape, stored = null }: RowsProps): ReactNode {
  const { reader, signals } = me
  const actions = useMemo(() => cardActions(slate, reader), [slate, reader])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new slate is seen anew
  const watcher = useMemo(createImpressionWatcher, [slate])
  const saved = useMemo(() => itemsWith(signals, 'save'), [signals])
  const liked = useMemo(() => itemsWith(signals, 'like'), [signals])
  const visible = items.filter((entry) => !dismissed.has(entry.item.id))
  if (visible.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby={`section-${id}`}>
      <div className={styles.head}>
        <h2 id={`section-${id}`}>{title}</h2>
        <p>
          {why}
          {stored !== null &&
            ` It was made ${new Date(stored).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`}
        </p>
      </div>
      <ul className={shape === 'lead' ? styles.lead : styles.rows}>
        {visible.map((entry, index) => (
          <li key={entry.item.id}>
            <Card
              entry={entry}
              shape={shape !== 'lead' ? 'row' : index === 0 ? 'hero' : 'card'}
              saved={saved.has(entry.item.id)}
              liked={liked.has(entry.item.id)}
              actions={actions}
              watcher={watcher}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
