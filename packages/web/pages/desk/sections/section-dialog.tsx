// A section as a form: title, subtitle, days, marks.
import type { NewSection, Section } from '@lectern/protocol/rest/sections.ts'
import { type ReactNode, useState } from 'react'
import { AskDialog } from '../../../parts/ask-dialog/ask-dialog.tsx'
import { CheckInput, TextInput } from '../../../parts/fields/fields.tsx'

export type SectionFields = Pick<NewSection, 'title' | 'subtitle' | 'firstDay' | 'lastDay' | 'followable' | 'allowAds'>

interface SectionDialogProps {
  /** null: a new one. */
  readonly section: Section | null
  readonly onClose: () => void
  readonly onDo: (fields: SectionFields) => void
}

const longestTitle = 200
const longestSubtitle = 500

export function SectionDialog({ section, onClose, onDo }: SectionDialogProps): ReactNode {
  const [title, setTitle] = useState(section?.title ?? '')
  const [subtitle, setSubtitle] = useState(section?.subtitle ?? '')
  const [firstDay, setFirstDay] = useState(section?.firstDay ?? '')
  const [lastDay, setLastDay] = useState(section?.lastDay ?? '')
  const [followable, setFollowable] = useState(section?.followable ?? true)
  const [allowAds, setAllowAds] = useState(section?.allowAds ?? true)
  const [asked, setAsked] = useState(false)
  const wrongDays = firstDay !== '' && lastDay !== '' && lastDay < firstDay ? 'The last day is before the first.' : null
  const wrong = title.trim() === '' ? 'A section needs a title.' : wrongDays
  function submit(): void {
    setAsked(true)
    if (wrong !== null) return
    const words = { title: title.trim(), subtitle: subtitle.trim() || null }
    onDo({ ...words, firstDay: firstDay || null, lastDay: lastDay || null, followable, allowAds })
  }
  return (
    <AskDialog
      title={section === null ? 'New section' : 'Edit section'}
      does={section === null ? 'Make it' : 'Save'}
      open
      onClose={onClose}
      onDo={submit}
      wrong={asked ? wrong : wrongDays}
    >
      <TextInput label="Title" value={title} onChange={setTitle} maxLength={longestTitle} autoFocus />
      <TextInput
        label="Subtitle"
        value={subtitle}
        onChange={setSubtitle}
        maxLength={longestSubtitle}
        lines={2}
        hint="Readers see it beside the title."
      />
      <TextInput label="First day" type="date" value={firstDay} onChange={setFirstDay} hint="Empty: at once." />
      <TextInput
        label="Last day"
        type="date"
        value={lastDay}
        onChange={setLastDay}
        hint="Readers still get it on that day. Empty: no end."
      />
      <CheckInput value={followable} onChange={setFollowable}>
        Readers may follow it
      </CheckInput>
      <CheckInput value={allowAds} onChange={setAllowAds}>
        Advertisements may stand in it
      </CheckInput>
    </AskDialog>
  )
}
