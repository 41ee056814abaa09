// Whether this browser believes it has a network.
import { cell } from './cell.ts'

export const online = cell(navigator.onLine)
addEventListener('online', () => online.set(true))
addEventListener('offline', () => online.set(false))
