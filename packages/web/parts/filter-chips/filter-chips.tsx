// Filters as chips: each opens its choices; a chosen one says what it lets through and has a way to drop it.
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import menu from '../shell/menu.module.css'
import styles from './filter-chips.module.css'

export interface Filter {
  readonly id: string
  readonly name: string
  readonly options: readonly { readonly id: string; readonly name: string; readonly count?: number }[]
}

interface FilterChipsProps {
  readonly filters: readonly Filter[]
  /** The chosen option by filter. */
  readonly chosen: Readonly<Record<string, string | undefined>>
  /** undefined: no longer. */
  readonly onChange: (filter: string, option: string | undefined) => void
  readonly children?: ReactNode
}

export function FilterChips({ filters, chosen, onChange, children }: FilterChipsProps): ReactNode {
  return (
    <fieldset className={styles.chips} aria-label="Filters">
      {filters.map((filter) => (
        <Chip
          key={filter.id}
          filter={filter}
          chosen={chosen[filter.id]}
          onChange={(option) => onChange(filter.id, option)}
        />
      ))}
      {children}
    </fieldset>
  )
}

interface ChipProps {
  readonly filter: Filter
  readonly chosen: string | undefined
  readonly onChange: (option: string | undefined) => void
}

function Chip({ filter, chosen, onChange }: ChipProps): ReactNode {
  const name = filter.options.find(({ id }) => id === chosen)?.name ?? chosen
  return (
    <span className={styles.chip} data-chosen={chosen !== undefined}>
      <MenuTrigger>
        <Button className={styles.open!}>
          {chosen === undefined ? filter.name : `${filter.name}: ${name}`}
          <Icon name="down" />
        </Button>
        <Popover className={menu.popover!} placement="bottom start" offset={4}>
          <Menu
            className={styles.menu!}
            aria-label={filter.name}
            selectionMode="single"
            selectedKeys={chosen === undefined ? [] : [chosen]}
            onAction={(key) => onChange(key === chosen ? undefined : String(key))}
          >
            {filter.options.map((option) => (
              <MenuItem key={option.id} id={option.id} textValue={option.name} className={menu.item!}>
                <span>{option.name}</span>
                {option.count !== undefined && <small>{option.count}</small>}
                {option.id === chosen && <Icon name="check" />}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {chosen !== undefined && (
        <button
          type="button"
          className={styles.drop}
          aria-label={`Drop filter ${filter.name}: ${name}`}
          onClick={() => onChange(undefined)}
        >
          <Icon name="close" />
        </button>
      )}
    </span>
  )
}
