// A dialog of the Desk: over the page, left with Escape, the focus back where it was.
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import button from '../button.module.css'
import { Icon } from '../icon.tsx'
import styles from './dialog.module.css'

interface DeskDialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

export function DeskDialog({ title, onClose, children }: DeskDialogProps): ReactNode {
  return (
    <ModalOverlay className={styles.overlay!} isOpen onOpenChange={(open) => open || onClose()} isDismissable>
      <Modal className={styles.modal!}>
        <Dialog className={styles.dialog!}>
          <div className={styles.head}>
            <Heading slot="title">{title}</Heading>
            <Button slot="close" className={button.square!} aria-label="Close">
              <Icon name="close" />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
