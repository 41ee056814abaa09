// An address that is no page.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import button from '../parts/button.module.css'
import { Notice } from '../parts/notice/notice.tsx'
import styles from './not-found.module.css'

export function NotFound(): ReactNode {
  return (
    <>
      <title>Not found · Lectern</title>
      <h1 className={styles.title}>Not found</h1>
      <Notice
        mood="rest"
        title="There is no page at this address"
        action={
          <Link to="/" className={button.button}>
            Go to Home
          </Link>
        }
      >
        It may have moved, or the link may be incomplete.
      </Notice>
    </>
  )
}
