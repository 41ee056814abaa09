// Why a card is in the list: its history items and how much of the score each one brought, drawn and in numbers.
import type { Recommendation } from '@lectern/protocol/rest/recommendations.ts'
import { type ReactNode, useId } from 'react'
import { Button, DialogTrigger, Popover } from 'react-aria-components'
import { reasonShares } from '../../state/reason-shares.ts'
import styles from './why.module.css'

const percent = new Intl.NumberFormat('en', { style: 'percent' })

export function Why({ entry }: { entry: Recommendation }): ReactNode {
  const titleId = useId()
  return (
    <DialogTrigger>
      <Button className={styles.trigger!} aria-label={`Why? ${entry.item.title}`}>
        Why?
      </Button>
      {/* Without a Dialog inside, the popover is the dialog and holds its own dismiss buttons. */}
      <Popover
        className={styles.popover!}
        aria-labelledby={titleId}
        placement="bottom start"
        offset={6}
        containerPadding={12}
      >
        <div className={styles.dialog}>
          <h2 className={styles.title} id={titleId}>
            Why this is here
          </h2>
          <Shares entry={entry} />
        </div>
      </Popover>
    </DialogTrigger>
  )
}

function Shares({ entry }: { entry: Recommendation }): ReactNode {
  const shares = reasonShares(entry.reason)
  return (
    <>
      <p>{entry.reason.text}</p>
      {shares.length > 0 && (
        <>
          <p className={styles.note}>What its place in the list is made of:</p>
          <ul className={styles.shares}>
            {shares.map((one) => (
              <li key={one.id}>
                <span className={styles.cause}>
                  {one.title ?? 'Popularity and freshness, the same for every reader'}
                </span>
                <span className={styles.number}>{percent.format(one.share)}</span>
                <span className={styles.track} aria-hidden="true">
                  <span className={styles.bar} style={{ inlineSize: `${one.share * 100}%` }} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
