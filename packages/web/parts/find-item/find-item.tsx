// Finds an item by words of its title and hands it over: type, arrow down, enter.
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { CandidateList } from '@lectern/protocol/rest/schedule.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, type RefObject, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { getJson } from '../../state/api.ts'
import { itemLine } from '../../state/item-line.ts'
import fields from '../fields/fields.module.css'
import styles from './find-item.module.css'

interface FindItemProps {
  readonly label: string
  readonly onFound: (item: Item) => void
  readonly input?: RefObject<HTMLInputElement | null>
  readonly isDisabled?: boolean
}

export function FindItem({ label, onFound, input, isDisabled = false }: FindItemProps): ReactNode {
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['desk', 'candidates', search],
    queryFn: ({ signal }) =>
      getJson<CandidateList>(`/v1/desk/schedule/candidates?search=${encodeURIComponent(search)}`, signal),
    placeholderData: keepPreviousData,
    enabled: search.trim() !== '',
    staleTime: 10_000,
  })
  // What was found for the letters before may not fit any more.
  const items = search.trim() === '' ? [] : (found.data?.items ?? []).filter(({ title }) => hasWords(title, search))
  return (
    <ComboBox
      className={fields.field!}
      items={items}
      inputValue={search}
      onInputChange={setSearch}
      selectedKey={null}
      onSelectionChange={(key) => {
        const item = items.find(({ id }) => id === key)
        if (item === undefined) return
        setSearch('')
        onFound(item)
      }}
      isDisabled={isDisabled}
      allowsEmptyCollection={search.trim() !== ''}
      menuTrigger="input"
    >
      <Label className={fields.label!}>{label}</Label>
      <Input className={fields.input!} ref={input ?? null} placeholder="Words of its title" />
      <Popover className={fields.popover!} offset={4}>
        <ListBox className={fields.options!} renderEmptyState={() => <p className={styles.none}>{emptyText(found)}</p>}>
          {(item: Item) => (
            <ListBoxItem id={item.id} textValue={item.title} className={styles.option!}>
              <Text slot="label">{item.title}</Text>
              <Text slot="description">{itemLine(item)}</Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

const hasWords = (title: string, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => title.toLowerCase().includes(word))

function emptyText(found: { readonly isFetching: boolean; readonly error: unknown }): string {
  if (found.error) return 'The corpus cannot be searched right now.'
  return found.isFetching ? 'Looking…' : 'No story has these words in its title.'
}
