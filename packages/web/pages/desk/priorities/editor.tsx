// The document twice: as a form and as the JSON it is. A change in one is at once in the other.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { type ReactNode, useState } from 'react'
import button from '../../../parts/button.module.css'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { DocumentForm } from './document-form.tsx'
import styles from './priorities.module.css'

interface EditorProps {
  readonly document: PrioritiesDocument
  readonly inForce: PrioritiesDocument
  readonly onChange: (document: PrioritiesDocument) => void
}

export function Editor({ document, inForce, onChange }: EditorProps): ReactNode {
  /** What is being typed as long as it is no document. */
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string | undefined>()
  const write = (text: string): void => {
    const read = parsed(text)
    setTyped(text)
    setWrong(read.kind === 'wrong' ? read.message : undefined)
    if (read.kind === 'document') onChange(read.document)
  }
  const change = (next: PrioritiesDocument): void => {
    setTyped(null)
    setWrong(undefined)
    onChange(next)
  }
  const isChanged = JSON.stringify(document) !== JSON.stringify(inForce)
  return (
    <div className={styles.editor}>
      <DocumentForm document={document} onChange={change} />
      <div className={styles.json}>
        <TextInput
          label="The document"
          hint={isChanged ? 'Changed; not in force.' : 'In force as it stands here.'}
          wrong={wrong}
          lines={28}
          value={typed ?? JSON.stringify(document, null, 2)}
          onChange={write}
        />
        <button type="button" className={button.quiet} disabled={!isChanged} onClick={() => change(inForce)}>
          As it is in force
        </button>
      </div>
    </div>
  )
}

type Parsed =
  | { readonly kind: 'document'; readonly document: PrioritiesDocument }
  | { readonly kind: 'wrong'; readonly message: string }

/** Only that it is an object; the server says what is wrong in it. */
function parsed(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'document', document: value as PrioritiesDocument }
    }
    return { kind: 'wrong', message: 'The document is an object: { … }' }
  } catch (cause) {
    return { kind: 'wrong', message: (cause as Error).message }
  }
}
