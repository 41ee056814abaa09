// Sections as editors keep them: shown as the server answers each change.
import type {
  NewSection,
  Section,
  SectionChange,
  SectionItemRemoval,
  SectionList,
} from '@lectern/protocol/rest/sections.ts'
import { queryOptions } from '@tanstack/react-query'
import { deleteJson, getJson, patchJson, postJson, putJson } from './api.ts'

export const sectionsQuery = (surface: string) =>
  queryOptions({
    queryKey: ['desk', 'sections', surface],
    queryFn: ({ signal }) => getJson<SectionList>(`/v1/desk/sections?surface=${encodeURIComponent(surface)}`, signal),
    staleTime: 0,
  })

const path = (id: string, item?: string): string =>
  `/v1/desk/sections/${encodeURIComponent(id)}${item === undefined ? '' : `/items/${encodeURIComponent(item)}`}`

export const createSection = (wanted: Partial<NewSection>): Promise<Section> => postJson('/v1/desk/sections', wanted)
export const changeSection = (id: string, change: SectionChange): Promise<Section> => patchJson(path(id), change)
export const deleteSection = (id: string): Promise<void> => deleteJson(path(id))
export const restoreSection = (id: string): Promise<Section> => postJson(`${path(id)}/restore`, {})
export const addToSection = (id: string, item: string): Promise<Section> => postJson(`${path(id)}/items`, { item })
export const moveInSection = (id: string, item: string, rank: number): Promise<Section> =>
  patchJson(path(id, item), { rank })
export const removeFromSection = (id: string, item: string, why: SectionItemRemoval): Promise<Section> =>
  putJson(`${path(id, item)}/removal`, why)
export const putBackInSection = (id: string, item: string): Promise<Section> => deleteJson(`${path(id, item)}/removal`)
