// A change of a publisher: sent, told, and taken back by one press.
import type { PublisherPatch } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { patchJson } from '../../../state/api.ts'
import { refreshDesk } from '../../../state/corpus.ts'
import { showToast } from '../../../state/toasts.ts'

/** Answers what went wrong; null: it is done. */
export async function changePublisher(publisher: Publisher, patch: PublisherPatch): Promise<string | null> {
  const { domain } = publisher
  try {
    await patchJson(`/v1/desk/publishers/${domain}`, patch)
    await refreshDesk('publishers')
    const before = Object.fromEntries(Object.keys(patch).map((name) => [name, publisher[name as keyof PublisherPatch]]))
    showToast(
      wordsOf(publisher, patch),
      () => void changePublisher({ ...publisher, ...(patch as Partial<Publisher>) }, before),
    )
    return null
  } catch (cause) {
    showToast((cause as Error).message)
    return (cause as Error).message
  }
}

function wordsOf({ name }: Publisher, patch: PublisherPatch): string {
  if (patch.state === 'trusted') return `${name} is trusted`
  if (patch.state === 'excluded') return `${name} is excluded: nothing of it is scheduled`
  return patch.state === 'unknown' ? `${name} is neither trusted nor excluded` : `${name} is changed`
}
