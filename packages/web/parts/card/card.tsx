// One recommended item. Three shapes of the same thing: the hero, a card with a cover on top, a row with a small cover.
import type { Recommendation } from '@lectern/protocol/rest/recommendations.ts'
import { type MouseEvent, memo, type ReactNode, useEffect, useId, useRef } from 'react'
import type { CardActions } from '../../state/actions.ts'
import { cardAppeared, leaveCard } from '../../state/card-focus.ts'
import type { ImpressionWatcher } from '../../state/impressions.ts'
import { foreignLanguage, webAddress } from '../../state/item-words.ts'
import { Cover } from '../cover/cover.tsx'
import styles from './card.module.css'
import { MarkButton } from './mark-button.tsx'
import { Why } from './why.tsx'

interface CardProps {
  readonly entry: Recommendation
  readonly shape: 'hero' | 'card' | 'row'
  readonly saved: boolean
  readonly liked: boolean
  readonly actions: CardActions
  readonly watcher: ImpressionWatcher
}

export const Card = memo(function Card({ entry, shape, saved, liked, actions, watcher }: CardProps): ReactNode {
  const { item, reason } = entry
  const titleId = useId()
  const ref = useRef<HTMLElement>(null)
  const href = webAddress(item.url)

  useEffect(() => {
    const card = ref.current
    if (!card) return
    cardAppeared(card)
    return watcher.watch(card, () => actions.seen(entry))
  }, [watcher, actions, entry])

  const link = {
    href: href ?? undefined,
    target: '_blank',
    rel: 'noopener',
    onClick: () => actions.opened(entry),
    onAuxClick: (event: MouseEvent) => {
      if (event.button === 1) actions.opened(entry)
    },
  }
  // The title is the link for the keyboard and for assistive technology; the cover is a larger target for a pointer.
  const pointerOnly = { ...link, tabIndex: -1, 'aria-hidden': true }
  const cover = <Cover source={item} size={shape === 'row' ? 'small' : 'wide'} />

  return (
    <article
      className={styles.card}
      data-shape={shape}
      data-card={item.id}
      aria-labelledby={titleId}
      tabIndex={-1}
      ref={ref}
    >
      {href ? (
        <a className={styles.cover} {...pointerOnly}>
          {cover}
        </a>
      ) : (
        <div className={styles.cover}>{cover}</div>
      )}
      <div className={styles.text}>
        <Facts entry={entry} />
        <h3 className={styles.title} id={titleId} lang={item.language ?? undefined} dir="auto">
          {href ? (
            <a {...link} data-action="open">
              {item.title}
            </a>
          ) : (
            item.title
          )}
        </h3>
        {shape !== 'row' && item.excerpt && (
          <p className={styles.excerpt} lang={item.language ?? undefined} dir="auto">
            {item.excerpt}
          </p>
        )}
        <div className={styles.foot}>
          <p className={styles.reason}>
            {reason.text} <Why entry={entry} />
          </p>
          <div className={styles.marks}>
            <MarkButton kind="save" on={saved} about={titleId} press={() => actions.mark(entry, 'save', !saved)} />
            <MarkButton kind="like" on={liked} about={titleId} press={() => actions.mark(entry, 'like', !liked)} />
            <MarkButton kind="dismiss" on={false} about={titleId} press={dismiss} />
          </div>
        </div>
      </div>
    </article>
  )

  function dismiss(): void {
    leaveCard(item.id)
    actions.mark(entry, 'dismiss', true)
  }
})

function Facts({ entry: { item, sponsored } }: { entry: Recommendation }): ReactNode {
  const language = foreignLanguage(item, navigator.language)
  return (
    <p className={styles.facts}>
      {sponsored && <span className={styles.badge}>Sponsored by {sponsored.by}</span>}
      {item.publisher && <span>{item.publisher}</span>}
      {item.minutes !== null && <span>{item.minutes} min</span>}
      {language && <span className={styles.badge}>{language}</span>}
    </p>
  )
}
