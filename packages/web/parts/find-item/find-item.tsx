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
  const items = search.trim() === '' ? [] : (found.data?.items ?? [])
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
      // Once something was chosen nothing is looked for, and what was added is seen.
      allowsEmptyCollection={search.trim() !== ''}
      menuTrigger="input"
    >
      <Label>{label}</Label>
      <Input className={fields.input!} ref={input ?? null} placeholder="Words of its title" />
      <Popover className={fields.popover!} offset={4}>
        <ListBox
          className={fields.options!}
          renderEmptyState={() => <p className={styles.none}>{emptyText(search, found)}</p>}
        >
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

function emptyText(search: string, found: { readonly isFetching: boolean; readonly error: unknown }): string {
  if (search.trim() === '') return 'Type a word of the title.'
  if (found.error) return 'The corpus cannot be searched right now.'
  return found.isFetching ? 'Looking…' : 'No story has these words in its title.'
}
