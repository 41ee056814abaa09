// Light, dark, or what the system says. public/theme.js applies the choice before the first paint.
import { cell } from './cell.ts'
import { kept } from './kept.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const stored = kept<Theme>('theme', (value) => themes.find((theme) => theme === value) ?? null, 'system')

export const theme = cell(stored.get())

export function chooseTheme(next: Theme): void {
  stored.set(next)
  theme.set(next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}
