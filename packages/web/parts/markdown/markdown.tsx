// Markdown of an editor as a page shows it: HTML in it stays text, pictures from elsewhere are left out, links are of the web.
import type { ReactNode } from 'react'
import ReactMarkdown from 'react-markdown'
import styles from './markdown.module.css'

/** Below the title of its page. */
const headings = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h3', h5: 'h3', h6: 'h3' } as const

export function Markdown({ children }: { children: string }): ReactNode {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown components={headings} disallowedElements={['img']}>
        {children}
      </ReactMarkdown>
    </div>
  )
}
