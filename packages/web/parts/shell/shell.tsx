// What surrounds every page: skip link, header, footer, help, toasts.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { mayReadDesk } from '../../state/desk.ts'
import { meQuery } from '../../state/reader.ts'
import { Toasts } from '../toasts/toasts.tsx'
import { AccountMenu } from './account-menu.tsx'
import { HelpDialog } from './help-dialog.tsx'
import styles from './shell.module.css'
import { ThemeMenu } from './theme-menu.tsx'
import { useShortcuts } from './use-shortcuts.ts'

export function Shell(): ReactNode {
  const [help, setHelp] = useState(false)
  useShortcuts(useCallback(() => setHelp(true), []))
  const main = useRef<HTMLElement>(null)
  useFocusOnNewPage(main)
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.wordmark} aria-label="Lectern, Home">
          <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path d="M4 6.5 16 11l12-4.5v13.5L16 24.5 4 20zM16 11v13.5M9 29h14" />
          </svg>
          Lectern
        </Link>
        <div className={styles.tools}>
          <DeskLink />
          <ThemeMenu />
          <AccountMenu />
        </div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <footer className={styles.footer}>
        <p>Lectern runs on your own server. Nothing on this page comes from anywhere else.</p>
        <button type="button" className={styles.help} onClick={() => setHelp(true)}>
          Keyboard shortcuts
        </button>
      </footer>
      <HelpDialog open={help} onOpenChange={setHelp} />
      <Toasts />
    </>
  )
}

/** For those who have a role there. */
function DeskLink(): ReactNode {
  const { data: me } = useQuery(meQuery)
  if (!me || !mayReadDesk(me.reader)) return null
  return (
    <Link to="/desk" className={styles.place}>
      Desk
    </Link>
  )
}

/** A new address moves the focus to its page, as a full load would; the first load leaves it where the browser put it. */
function useFocusOnNewPage(main: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [main, pathname])
}
