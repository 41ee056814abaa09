// A page that failed to load or to draw.
import type { ReactNode } from 'react'
import button from '../parts/button.module.css'
import { Notice } from '../parts/notice/notice.tsx'

export function Broken(): ReactNode {
  const reload = (
    <button type="button" className={button.button} onClick={() => location.reload()}>
      Load the page again
    </button>
  )
  return (
    <Notice mood="trouble" title="This page could not be shown" action={reload}>
      Part of Lectern did not load, perhaps because it was updated meanwhile. Nothing you did is lost.
    </Notice>
  )
}
