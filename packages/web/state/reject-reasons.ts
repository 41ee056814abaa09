// Why something is rejected, in the words of an editor, and the key for each.
import type { RejectReason } from '@lectern/protocol/rest/desk-prospects.ts'

export const rejectWords: readonly { readonly id: RejectReason; readonly name: string; readonly key: string }[] = [
  { id: 'PAYWALL', name: 'Paywall', key: 'p' },
  { id: 'PUBLISHER_QUALITY', name: 'Publisher quality', key: 'q' },
  { id: 'COMMERCIAL', name: 'Commercial', key: 'c' },
  { id: 'TIME_SENSITIVE', name: 'Time-sensitive', key: 't' },
  { id: 'POLITICAL_OPINION', name: 'Political opinion', key: 'o' },
  { id: 'OFFENSIVE_MATERIAL', name: 'Offensive', key: 'f' },
  { id: 'MISINFORMATION', name: 'Misinformation', key: 'm' },
  { id: 'PUBLISHER_REQUEST', name: 'Publisher asked', key: 'a' },
  { id: 'OTHER', name: 'Other…', key: 'x' },
]

export const reasonName = (reason: string): string => rejectWords.find(({ id }) => id === reason)?.name ?? reason
