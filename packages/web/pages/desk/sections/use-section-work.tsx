// What an editor does with sections: done at once with a way back, questions asked in a dialog.

import { sectionRemovalReasons } from '@lectern/protocol/rest/desk-words.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { Section, SectionList } from '@lectern/protocol/rest/sections.ts'
import { type ReactNode, useState } from 'react'
import { ReasonDialog } from '../../../parts/reason-choice/reason-dialog.tsx'
import {
  addToSection,
  changeSection,
  createSection,
  deleteSection,
  moveInSection,
  putBackInSection,
  removeFromSection,
  restoreSection,
  sectionsQuery,
} from '../../../state/desk-sections.ts'
import { failureOf } from '../../../state/failure.ts'
import { online } from '../../../state/online.ts'
import { queryClient } from '../../../state/query-client.ts'
import { forgetLists } from '../../../state/schedule.ts'
import { showToast } from '../../../state/toasts.ts'
import { SectionDialog, type SectionFields } from './section-dialog.tsx'

type Asking =
  | { readonly kind: 'new' }
  | { readonly kind: 'change'; readonly section: Section }
  | { readonly kind: 'reason'; readonly section: Section; readonly item: Item }
  | null

export interface SectionWork {
  enable(section: Section, enabled: boolean): void
  delete(section: Section): void
  add(section: Section, item: Item): void
  move(section: Section, item: string, rank: number): void
  putBack(section: Section, item: Item): void
  askNew(): void
  askChange(section: Section): void
  askReason(section: Section, item: Item): void
  readonly dialog: ReactNode
}

export function useSectionWork(surface: string, show: (id: string) => void): SectionWork {
  const [asking, setAsking] = useState<Asking>(null)
  const { queryKey } = sectionsQuery(surface)
  const again = (): void => {
    void queryClient.invalidateQueries({ queryKey })
    forgetLists()
  }
  /** At once as the server has it. */
  const shown = (section: Section): void => {
    queryClient.setQueryData(queryKey, (list: SectionList | undefined) =>
      list === undefined
        ? list
        : { ...list, sections: list.sections.map((one) => (one.id === section.id ? section : one)) },
    )
    forgetLists()
  }
  const run = (work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      const { title, detail } = failureOf(error, online.get())
      showToast(`${title}. ${detail}`)
      again()
    })
  }
  const enable = (section: Section, enabled: boolean): void =>
    run(async () => {
      shown(await changeSection(section.id, { enabled }))
      const said = enabled ? `Enabled “${section.title}”` : `Switched “${section.title}” off`
      showToast(said, () => enable(section, !enabled))
    })
  const move = (section: Section, item: string, rank: number): void =>
    run(async () => shown(await moveInSection(section.id, item, rank)))
  const putBack = (section: Section, item: Item): void =>
    run(async () => shown(await putBackInSection(section.id, item.id)))
  const save = (before: Section, fields: SectionFields): void =>
    run(async () => {
      shown(await changeSection(before.id, fields))
      const { title, subtitle, firstDay, lastDay, followable, allowAds } = before
      const was = { title, subtitle, firstDay, lastDay, followable, allowAds }
      showToast(`Saved “${fields.title}”`, () => run(async () => shown(await changeSection(before.id, was))))
    })
  return {
    enable,
    move,
    putBack,
    delete: (section) =>
      run(async () => {
        await deleteSection(section.id)
        again()
        const back = async (): Promise<void> => {
          await restoreSection(section.id)
          again()
        }
        showToast(`Deleted “${section.title}”`, () => run(back))
      }),
    add: (section, item) =>
      run(async () => {
        shown(await addToSection(section.id, item.id))
        showToast(`“${item.title}” is in “${section.title}”`)
      }),
    askNew: () => setAsking({ kind: 'new' }),
    askChange: (section) => setAsking({ kind: 'change', section }),
    askReason: (section, item) => setAsking({ kind: 'reason', section, item }),
    dialog: dialogOf(),
  }

  function dialogOf(): ReactNode {
    const close = (): void => setAsking(null)
    if (asking === null) return null
    if (asking.kind === 'reason') {
      const { section, item } = asking
      return (
        <ReasonDialog
          title={`Remove “${item.title}”`}
          reasons={sectionRemovalReasons}
          onClose={close}
          onDo={(why) => {
            close()
            run(async () => {
              shown(await removeFromSection(section.id, item.id, why))
              showToast(`Removed “${item.title}”`, () => putBack(section, item))
            })
          }}
        />
      )
    }
    const section = asking.kind === 'change' ? asking.section : null
    return (
      <SectionDialog
        section={section}
        onClose={close}
        onDo={(fields) => {
          close()
          if (section !== null) return save(section, fields)
          run(async () => {
            const made = await createSection({ surface, ...fields })
            again()
            show(made.id)
            showToast(`“${made.title}” is made; add its stories`)
          })
        }}
      />
    )
  }
}
