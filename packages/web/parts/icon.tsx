// The few icons of the app, drawn on a 24 px grid with one stroke. Names are given by the buttons that carry them.
import type { ReactNode } from 'react'
import styles from './icon.module.css'

const paths = {
  save: 'M6.5 4.5h11v15.2L12 15.6l-5.5 4.1z',
  like: 'M12 19.6C5.8 15.3 3.9 12.3 3.9 9.3 3.9 6.7 5.9 4.8 8.2 4.8c1.6 0 3 .9 3.8 2.3.8-1.4 2.2-2.3 3.8-2.3 2.3 0 4.3 1.9 4.3 4.5 0 3-1.9 6-8.1 10.3z',
  dismiss: 'M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4zM6.3 6.3l11.4 11.4',
  sun: 'M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M19.8 14.4A8.2 8.2 0 0 1 9.6 4.2a8.2 8.2 0 1 0 10.2 10.2z',
  system: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  down: 'M6.5 9.5l5.5 5.5 5.5-5.5',
  close: 'M6 6l12 12M18 6L6 18',
  person: 'M12 11.7a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM4.8 20c.7-3.5 3.6-5.5 7.2-5.5s6.5 2 7.2 5.5',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }): ReactNode {
  return (
    <svg className={styles.icon} data-filled={filled} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
