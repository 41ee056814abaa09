// The keyboard map: only what works, and the switch for single keys.
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from 'react-aria-components'
import { useCell } from '../../state/cell.ts'
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
          <dl className={styles.keys} data-off={!on}>
            {keyMap.map((entry) => (
              <div key={entry.key}>
                <dt>
                  <kbd>{entry.key}</kbd>
                </dt>
                <dd>{entry.does}</dd>
              </div>
            ))}
          </dl>
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
