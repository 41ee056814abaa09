// A number, or that too few readers did it.
import type { ReactNode } from 'react'
import { few } from './figures.ts'
import styles from './mirror.module.css'

export function Few({ value, threshold }: { value: number | null; threshold: number }): ReactNode {
  const text = few(value, threshold)
  return value === null ? <span className={styles.soft}>{text}</span> : text
}
