import { openSandbox, type Sandbox } from '../kernel/sandbox/sandbox.ts'
import type { jobs } from './parsing.ts'

/** Reads feeds and pages of strangers in processes of their own. */
export type Parsers = Sandbox<typeof jobs>

/** Costs nothing until it is used, and ends with this process. */
export const openParsers = (): Parsers => openSandbox<typeof jobs>(new URL('parsing.ts', import.meta.url))
