// The keyboard map: only what works, the keys of this page first, and the switch for single keys.
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from 'react-aria-components'
import { useCell } from '../../state/cell.ts'
import { pageKeys } from '../../state/page-keys.ts'
import { keyMap, singleKeys, switchSingleKeys } from '../../state/shortcuts.ts'
import button from '../button.module.css'
import { Icon } from '../icon.tsx'
import styles from './help-dialog.module.css'

interface HelpDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function HelpDialog({ open, onOpenChange }: HelpDialogProps): ReactNode {
  const on = useCell(singleKeys)
  const ofPage = useCell(pageKeys).toReversed().flat()
  return (
    <ModalOverlay className={styles.overlay!} isOpen={open} onOpenChange={onOpenChange} isDismissable>
      <Modal className={styles.modal!}>
        <Dialog className={styles.dialog!}>
          <div className={styles.head}>
            <Heading slot="title">Keyboard shortcuts</Heading>
            <Button slot="close" className={button.square!} aria-label="Close">
              <Icon name="close" />
            </Button>
          </div>
          {ofPage.length > 0 && <Keys entries={ofPage} off={!on} label="On this page" />}
          <Keys entries={keyMap.filter(({ key }) => !ofPage.some((entry) => entry.key === key))} off={!on} />
          <Switch className={styles.switch!} isSelected={on} onChange={switchSingleKeys}>
            <span className={styles.track} aria-hidden="true" />
            Single-key shortcuts
          </Switch>
          <dl className={styles.keys}>
            <div>
              <dt>
                <kbd>Ctrl</kbd> <kbd>Z</kbd>
              </dt>
              <dd>Undo the last action (⌘ Z on a Mac)</dd>
            </div>
          </dl>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

interface KeysProps {
  readonly entries: readonly { readonly key: string; readonly does: string; readonly shown?: string }[]
  readonly off: boolean
  readonly label?: string
}

function Keys({ entries, off, label }: KeysProps): ReactNode {
  return (
    <dl className={styles.keys} data-off={off} aria-label={label}>
      {entries.map((entry) => (
        <div key={entry.key}>
          <dt>
            <kbd>{entry.shown ?? entry.key}</kbd>
          </dt>
          <dd>{entry.does}</dd>
        </div>
      ))}
    </dl>
  )
}
