// One feed: its health in a word, when it last brought something and when it is polled next, and what was wrong.
import type { Feed } from '@lectern/protocol/rest/feeds.ts'
import type { ReactNode } from 'react'
import button from '../../../parts/button.module.css'
import { besideNow, healthOf, healthWords } from '../../../state/feed-words.ts'
import styles from './feed-row.module.css'
import { feedWork } from './use-feed-work.ts'

interface FeedRowProps {
  readonly feed: Feed
  readonly now: number
  readonly mayEdit: boolean
}

export function FeedRow({ feed, now, mayEdit }: FeedRowProps): ReactNode {
  const health = healthOf(feed)
  return (
    <div className={styles.feed}>
      <div className={styles.what}>
        <h2>
          {feed.siteUrl ? (
            <a href={feed.siteUrl} target="_blank" rel="noreferrer" data-open>
              {feed.title}
            </a>
          ) : (
            feed.title
          )}
        </h2>
        <p className={styles.address}>
          {feed.folder && <span>{feed.folder} · </span>}
          {feed.url}
        </p>
        {feed.problem && (
          <p className={styles.problem}>
            {feed.problem}
            {feed.failedSince !== null && feed.failures > 1 && <> Failing since {besideNow(feed.failedSince, now)}.</>}
          </p>
        )}
        {feed.warnings.length > 0 && (
          <details className={styles.warnings}>
            <summary>
              {feed.warnings.length} {feed.warnings.length === 1 ? 'warning' : 'warnings'} of its reader
            </summary>
            <ul>
              {feed.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <dl className={styles.facts}>
        <Fact name="Health">
          <span className={styles.health} data-health={health}>
            {healthWords[health]}
          </span>
        </Fact>
        <Fact name="Last new">
          {feed.foundAt === null ? 'nothing yet' : `${besideNow(feed.foundAt, now)} (${feed.found} so far)`}
        </Fact>
        <Fact name="Next poll">
          {feed.nextAt === null ? 'when resumed' : feed.nextAt <= now ? 'due' : besideNow(feed.nextAt, now)}
          {feed.subscribed && ', told by its hub'}
        </Fact>
      </dl>
      {mayEdit && <Actions feed={feed} />}
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Actions({ feed }: { feed: Feed }): ReactNode {
  const pauses = feed.state === 'active'
  const actions = [
    { does: 'Poll now', run: feedWork.poll, off: !pauses },
    { does: pauses ? 'Pause' : 'Resume', run: feedWork.toggle, off: false },
    { does: 'Remove', run: feedWork.remove, off: false },
  ]
  return (
    <div className={styles.actions}>
      {actions.map(({ does, run, off }) => (
        <button
          key={does}
          type="button"
          className={`${button.quiet} ${styles.action}`}
          disabled={off}
          aria-label={`${does}: ${feed.title}`}
          onClick={() => run(feed)}
        >
          {does}
        </button>
      ))}
    </div>
  )
}
