// Who is signed in, and the way out; or the way in.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { meQuery, setSharesSaves, signOut } from '../../state/reader.ts'
import { showToast } from '../../state/toasts.ts'
import button from '../button.module.css'
import { Icon } from '../icon.tsx'
import styles from './menu.module.css'

export function AccountMenu(): ReactNode {
  const { data: me } = useQuery(meQuery)
  if (!me) return null
  if (!me.reader)
    return (
      <Link to="/sign-in" className={button.quiet}>
        Sign in
      </Link>
    )
  return (
    <MenuTrigger>
      <Button className={button.square!} aria-label={`Account: ${me.reader.name}`}>
        <Icon name="person" />
      </Button>
      <Popover className={styles.popover!} placement="bottom end" offset={4}>
        <p className={styles.who}>
          Signed in as <strong>{me.reader.name}</strong>
        </p>
        <Menu
          className={styles.menu!}
          aria-label="Account"
          onAction={(key) => void (key === 'sign-out' ? leave() : share(!me.sharesSaves))}
        >
          <MenuItem id="share-saves" className={styles.item!} textValue="Count my saves in anonymous totals">
            Count my saves in anonymous totals
            <span className={styles.is}>{me.sharesSaves ? 'On' : 'Off'}</span>
          </MenuItem>
          <MenuItem id="sign-out" className={styles.item!}>
            Sign out
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

async function leave(): Promise<void> {
  try {
    await signOut()
    showToast('You are signed out')
  } catch (cause) {
    console.info('Signing out failed.', cause)
    showToast('Signing out did not work: the server did not answer. You are still signed in.')
  }
}

async function share(on: boolean): Promise<void> {
  try {
    await setSharesSaves(on)
    const said = on
      ? 'Your saves count in totals of many readers; nobody sees whose they are'
      : 'Your saves no longer count in totals'
    showToast(said, () => void share(!on))
  } catch (cause) {
    console.info('Sharing was not changed.', cause)
    showToast('That did not work: the server did not answer. Nothing was changed.')
  }
}
