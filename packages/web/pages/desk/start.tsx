// Where the Desk begins.
import type { ReactNode } from 'react'
import { PageHead } from '../../parts/desk/page-head.tsx'

export function DeskStart(): ReactNode {
  return <PageHead title="Desk" about="Where editors decide what readers get. Choose a place above." />
}
