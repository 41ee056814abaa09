// The sections of Home. A dismissed card leaves its place; the others stay where they were.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { type ReactNode, useMemo } from 'react'
import { Card } from '../../parts/card/card.tsx'
import { cardActions } from '../../state/actions.ts'
import { createImpressionWatcher } from '../../state/impressions.ts'
import { type Section, sections } from '../../state/sections.ts'
import { itemsWith } from '../../state/signals.ts'
import styles from './section-list.module.css'

interface SectionListProps {
  readonly slate: Slate
  readonly me: Me
  readonly dismissed: ReadonlySet<string>
}

export function SectionList({ slate, me, dismissed }: SectionListProps): ReactNode {
  const { reader, signals } = me
  const all = useMemo(() => sections(slate, { lead: 7, least: 3 }), [slate])
  const actions = useMemo(() => cardActions(slate, reader), [slate, reader])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new slate is seen anew
  const watcher = useMemo(createImpressionWatcher, [slate])
  const saved = useMemo(() => itemsWith(signals, 'save'), [signals])
  const liked = useMemo(() => itemsWith(signals, 'like'), [signals])

  const visible = all
    .map((section) => ({ ...section, items: section.items.filter((entry) => !dismissed.has(entry.item.id)) }))
    .filter((section) => section.items.length > 0)

  return visible.map((section) => (
    <section className={styles.section} key={section.id} aria-labelledby={`section-${section.id}`}>
      <Head section={section} stored={section.id === 'for-you' && slate.rung === 'stored' ? slate.at : null} />
      <ul className={section.id === 'for-you' ? styles.lead : styles.rows}>
        {section.items.map((entry, index) => (
          <li key={entry.item.id}>
            <Card
              entry={entry}
              shape={section.id !== 'for-you' ? 'row' : index === 0 ? 'hero' : 'card'}
              saved={saved.has(entry.item.id)}
              liked={liked.has(entry.item.id)}
              actions={actions}
              watcher={watcher}
            />
          </li>
        ))}
      </ul>
    </section>
  ))
}

function Head({ section, stored }: { section: Section; stored: number | null }): ReactNode {
  return (
    <div className={styles.head}>
      <h2 id={`section-${section.id}`}>{section.title}</h2>
      <p>
        {section.why}
        {stored !== null &&
          ` It was made ${new Date(stored).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`}
      </p>
    </div>
  )
}
