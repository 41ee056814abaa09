// One section: its line, and opened its stories in their order.
import type { Section } from '@lectern/protocol/rest/sections.ts'
import { type ReactNode, useId } from 'react'
import button from '../../../parts/button.module.css'
import { FindItem } from '../../../parts/find-item/find-item.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { OrderedList } from '../../../parts/ordered-list/ordered-list.tsx'
import { itemLine } from '../../../state/item-line.ts'
import { reasonWords } from '../../../state/reason-words.ts'
import styles from './sections.module.css'
import type { SectionWork } from './use-section-work.tsx'

interface OneSectionProps {
  readonly section: Section
  readonly isOpen: boolean
  readonly mayEdit: boolean
  readonly work: SectionWork
  readonly onOpen: (isOpen: boolean) => void
}

export function OneSection({ section, isOpen, mayEdit, work, onOpen }: OneSectionProps): ReactNode {
  const panel = useId()
  const { title, subtitle, source, by, status, enabled, items, firstDay, lastDay } = section
  return (
    <article className={styles.section} data-status={status}>
      <div className={styles.head}>
        <h3>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={panel}
            onClick={() => onOpen(!isOpen)}
          >
            <Icon name="down" />
            {title}
          </button>
        </h3>
        {mayEdit && (
          <div className={styles.acts}>
            <button type="button" className={button.quiet} onClick={() => work.enable(section, !enabled)}>
              {enabled ? 'Switch off' : 'Enable'}
              <span className={styles.said}> {title}</span>
            </button>
            <button type="button" className={button.quiet} onClick={() => work.askChange(section)}>
              Edit<span className={styles.said}> {title}</span>
            </button>
            <button
              type="button"
              className={button.square}
              aria-label={`Delete ${title}`}
              onClick={() => work.delete(section)}
            >
              <Icon name="close" />
            </button>
          </div>
        )}
        <p className={styles.line}>
          {subtitle !== null && <span>{subtitle}</span>}
          <span>{items.length === 1 ? '1 story' : `${items.length} stories`}</span>
          <span>{daysOf(firstDay, lastDay)}</span>
          <span data-mark={source}>{source === 'model' ? `Proposed by ${by}` : by}</span>
        </p>
      </div>
      {isOpen && (
        <div id={panel} className={styles.panel}>
          {mayEdit && <FindItem label="Add a story" onFound={(item) => work.add(section, item)} />}
          {items.length === 0 ? (
            <p className={styles.line}>Nothing stands here yet; readers see no empty section.</p>
          ) : (
            <OrderedList
              label={`Stories of ${title}`}
              rows={items}
              idOf={({ item }) => item.id}
              nameOf={({ item }) => item.title}
              onMove={mayEdit ? (id, rank) => work.move(section, id, rank) : undefined}
            >
              {({ item, source: from, shown }) => (
                <div className={styles.story}>
                  <div>
                    <p className={styles.title}>{item.title}</p>
                    <p className={styles.line}>
                      {itemLine(item)}
                      {from === 'model' && <span data-mark="model">By a model</span>}
                      {!shown && <strong>Taken down: in no list</strong>}
                    </p>
                  </div>
                  {mayEdit && (
                    <button
                      type="button"
                      className={button.square}
                      aria-label={`Remove ${item.title}`}
                      onClick={() => work.askReason(section, item)}
                    >
                      <Icon name="close" />
                    </button>
                  )}
                </div>
              )}
            </OrderedList>
          )}
          <Removed section={section} mayEdit={mayEdit} work={work} />
        </div>
      )}
    </article>
  )
}

function Removed({ section, mayEdit, work }: Pick<OneSectionProps, 'section' | 'mayEdit' | 'work'>): ReactNode {
  if (section.removed.length === 0) return null
  return (
    <div className={styles.removed}>
      <h4>Removed; no model puts these back</h4>
      <ul>
        {section.removed.map(({ item, reason, comment, by }) => (
          <li key={item.id}>
            <span>
              <strong>{item.title}</strong> · {reasonWords(reason)}
              {comment !== null && `: ${comment}`} · {by}
            </span>
            {mayEdit && (
              <button
                type="button"
                className={styles.back}
                onClick={() => work.putBack(section, item)}
                aria-label={`Put back ${item.title}`}
              >
                Put back
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function daysOf(first: string | null, last: string | null): string {
  if (first === null && last === null) return 'No end'
  if (first === null) return `Until ${last}, that day included`
  if (last === null) return `From ${first}`
  return first === last ? `On ${first}` : `${first} to ${last}, both included`
}
