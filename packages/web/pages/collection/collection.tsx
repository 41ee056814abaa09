// A published collection, for everybody.
import type { CollectionStory, PublicCollection } from '@lectern/protocol/rest/collections.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import button from '../../parts/button.module.css'
import { Cover } from '../../parts/cover/cover.tsx'
import { Markdown } from '../../parts/markdown/markdown.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Refused } from '../../state/api.ts'
import { useCell } from '../../state/cell.ts'
import { partnerWords, publicCollectionQuery } from '../../state/collections.ts'
import { failureOf } from '../../state/failure.ts'
import { webAddress } from '../../state/item-words.ts'
import { online } from '../../state/online.ts'
import styles from './collection.module.css'

export function Collection(): ReactNode {
  const { slug } = useParams({ from: '/collections/$slug' })
  const isOnline = useCell(online)
  const found = useQuery(publicCollectionQuery(slug))
  if (found.data) return <Shown collection={found.data} />
  if (found.error instanceof Refused && found.error.status === 404)
    return (
      <Notice
        mood="rest"
        title="This collection is not published"
        action={
          <Link to="/" className={button.quiet}>
            To Home
          </Link>
        }
      >
        It may have been archived, or the address has a typing error.
      </Notice>
    )
  if (found.error) {
    const { title, detail } = failureOf(found.error, isOnline)
    return (
      <Notice
        mood="trouble"
        title={title}
        action={
          <button type="button" className={button.quiet} onClick={() => void found.refetch()}>
            Try again
          </button>
        }
      >
        {detail}
      </Notice>
    )
  }
  return (
    <div className={styles.wait} aria-busy="true">
      <p role="status">The collection is on the way.</p>
    </div>
  )
}

function Shown({ collection }: { collection: PublicCollection }): ReactNode {
  const { title, excerpt, intro, authors, partner, stories, publishedAt, language } = collection
  const date = publishedAt === null ? null : new Date(publishedAt).toLocaleDateString('en-GB', { dateStyle: 'long' })
  return (
    <article className={styles.collection} lang={language}>
      <title>{`${title} · Lectern`}</title>
      <header className={styles.head}>
        {partner !== null && (
          <p className={styles.partner} lang="en">
            <span>{partnerWords[partner.kind]}</span>{' '}
            <Named name={partner.name} url={partner.url} sponsored={partner.kind === 'SPONSORED'} />
          </p>
        )}
        <h1>{title}</h1>
        <p className={styles.excerpt}>{excerpt}</p>
        <p className={styles.by} lang="en">
          {authors.length > 0 && `By ${authors.join(', ')}`}
          {date !== null && ` · ${date}`} · {stories.length === 1 ? '1 story' : `${stories.length} stories`}
        </p>
      </header>
      {intro !== '' && <Markdown>{intro}</Markdown>}
      <ol className={styles.stories}>
        {stories.map((story) => (
          <Story key={story.url} story={story} partner={partner} />
        ))}
      </ol>
    </article>
  )
}

function Named({ name, url, sponsored }: { name: string; url: string | null; sponsored: boolean }): ReactNode {
  const href = webAddress(url)
  if (href === null) return name
  return (
    <a href={href} target="_blank" rel={sponsored ? 'noopener sponsored' : 'noopener'}>
      {name}
    </a>
  )
}

function Story({ story, partner }: { story: CollectionStory; partner: PublicCollection['partner'] }): ReactNode {
  const { url, title, excerpt, publisher, authors, fromPartner } = story
  const href = webAddress(url)
  const line = [publisher, authors.join(', ')].filter((part) => part !== null && part !== '').join(' · ')
  return (
    <li className={styles.story}>
      <span className={styles.cover}>
        <Cover source={{ id: url, title, publisher }} size="small" />
      </span>
      <div>
        {fromPartner && partner !== null && (
          <p className={styles.mark} lang="en">
            From {partner.name}
          </p>
        )}
        <h2>
          {href === null ? (
            title
          ) : (
            <a href={href} target="_blank" rel={fromPartner ? 'noopener sponsored' : 'noopener'}>
              {title}
            </a>
          )}
        </h2>
        <p className={styles.line}>{line}</p>
        <p>{excerpt}</p>
      </div>
    </li>
  )
}
