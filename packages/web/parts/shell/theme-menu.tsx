// The theme switch: what the system says, light, or dark.
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useCell } from '../../state/cell.ts'
import { chooseTheme, type Theme, theme, themes } from '../../state/theme.ts'
import button from '../button.module.css'
import { Icon, type IconName } from '../icon.tsx'
import styles from './menu.module.css'

const words: Record<Theme, { readonly name: string; readonly icon: IconName }> = {
  system: { name: 'Like the system', icon: 'system' },
  light: { name: 'Light', icon: 'sun' },
  dark: { name: 'Dark', icon: 'moon' },
}

export function ThemeMenu(): ReactNode {
  const chosen = useCell(theme)
  return (
    <MenuTrigger>
      <Button className={button.square!} aria-label={`Theme: ${words[chosen].name}`}>
        <Icon name={words[chosen].icon} />
      </Button>
      <Popover className={styles.popover!} placement="bottom end" offset={4}>
        <Menu
          className={styles.menu!}
          aria-label="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onAction={(key) => chooseTheme(key as Theme)}
        >
          {themes.map((one) => (
            <MenuItem key={one} id={one} textValue={words[one].name} className={styles.item!}>
              <Icon name={words[one].icon} />
              <span>{words[one].name}</span>
              {one === chosen && <Icon name="check" />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
