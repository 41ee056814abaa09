import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { coverPalettes } from '../parts/cover/cover-plan.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const tokens = new Map<string, { readonly light: string; readonly dark: string }>()
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g))
  tokens.set(name!, { light: light!, dark: dark! })

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter! + 0.05) / (darker! + 0.05)
}

function hold(front: string, back: string, least: number): void {
  for (const theme of ['light', 'dark'] as const) {
    const ratio = contrast(tokens.get(front)![theme], tokens.get(back)![theme])
    assert.ok(ratio >= least, `${front} on ${back} in ${theme}: ${ratio.toFixed(2)} is less than ${least}`)
  }
}

test('black on white is 21 to 1', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
})

test('text has 4.5 to 1 on every ground it stands on, in both themes', () => {
  for (const front of ['ink', 'soft', 'accent']) for (const back of ['page', 'raised', 'sunken']) hold(front, back, 4.5)
  hold('on-accent', 'accent', 4.5)
  hold('on-toast', 'toast', 4.5)
  hold('toast-accent', 'toast', 4.5)
})

test('the edges of controls have 3 to 1', () => {
  for (const back of ['page', 'raised']) hold('edge', back, 3)
})

test('the type of every cover has 4.5 to 1 on paper and on tint', () => {
  for (let i = 0; i < coverPalettes; i++) {
    hold(`cover-${i}-ink`, `cover-${i}-paper`, 4.5)
    hold(`cover-${i}-ink`, `cover-${i}-tint`, 4.5)
  }
})
