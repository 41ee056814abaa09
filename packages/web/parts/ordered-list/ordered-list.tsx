// Rows whose order is somebody's decision: dragged with a pointer or by keyboard (the handle, then arrows), or moved with
// the page's keys on the row that has the focus (`currentRow` of keyed-list).
import type { ReactNode } from 'react'
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import styles from './ordered-list.module.css'

interface OrderedListProps<T> {
  readonly label: string
  readonly rows: readonly T[]
  readonly idOf: (row: T) => string
  readonly nameOf: (row: T) => string
  /** To a place from 0, counted without the row itself; undefined: the order cannot be changed. */
  readonly onMove: ((id: string, place: number) => void) | undefined
  readonly children: (row: T) => ReactNode
}

export function OrderedList<T>({ label, rows, idOf, nameOf, onMove, children }: OrderedListProps<T>): ReactNode {
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: onMove === undefined,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder({ keys, target }) {
      const [id] = [...keys].map(String)
      if (id === undefined) return
      const others = rows.map(idOf).filter((each) => each !== id)
      const at = others.indexOf(String(target.key))
      onMove?.(id, target.dropPosition === 'after' ? at + 1 : at)
    },
  })
  return (
    <GridList
      className={styles.list!}
      aria-label={label}
      dragAndDropHooks={dragAndDropHooks}
      selectionMode="none"
      disallowTypeAhead
    >
      {rows.map((row) => (
        <GridListItem
          key={idOf(row)}
          id={idOf(row)}
          textValue={nameOf(row)}
          className={styles.row!}
          data-card={idOf(row)}
        >
          {onMove !== undefined && (
            <Button slot="drag" className={styles.handle!} aria-label={`Move ${nameOf(row)}`}>
              <Icon name="grip" />
            </Button>
          )}
          <div className={styles.body}>{children(row)}</div>
        </GridListItem>
      ))}
    </GridList>
  )
}
