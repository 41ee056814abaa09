// The shape of Home while its list is on the way.
import type { ReactNode } from 'react'
import lists from './section-list.module.css'
import styles from './skeleton.module.css'

const cards = ['a', 'b', 'c', 'd', 'e', 'f']

export function Skeleton(): ReactNode {
  return (
    <section className={lists.section} aria-busy="true" aria-label="Your list">
      <p className={styles.said} role="status">
        Your list is on the way.
      </p>
      <div className={styles.head} />
      <div className={lists.lead} aria-hidden="true">
        <div className={styles.hero}>
          <div className={styles.cover} />
          <Lines />
        </div>
        {cards.map((key) => (
          <div className={styles.card} key={key}>
            <div className={styles.cover} />
            <Lines />
          </div>
        ))}
      </div>
    </section>
  )
}

function Lines(): ReactNode {
  return (
    <div className={styles.lines}>
      <div />
      <div />
      <div />
    </div>
  )
}
