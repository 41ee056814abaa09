// The four layouts. Each says for one to four columns which story goes into which tile; the order of tiles is the order in
// which they stack from left to right, `position` is the story's place in the section.
import { type Layout, layout } from './answer.ts'

type LayoutName = '4-medium-small-1-ad' | '4-large-small-medium-1-ad' | '6-small-medium-1-ad' | '8-double-row-2-ad'

const sizes = { S: 'small', M: 'medium', L: 'large' } as const

/** `M1*` is a medium tile for the story at position 1 that may be an advertisement. */
function tile(text: string): Layout['responsiveLayouts'][number]['tiles'][number] {
  const size = sizes[text[0] as keyof typeof sizes]
  return { size, position: Number.parseInt(text.slice(1), 10), hasAd: text.endsWith('*'), hasExcerpt: size !== 'small' }
}

/** Rows of tiles for four, three, two columns and one. */
const layoutOf = (name: LayoutName, columns: readonly [string, string, string, string]): Layout =>
  layout.parse({
    name,
    responsiveLayouts: columns.map((tiles, k) => ({ columnCount: 4 - k, tiles: tiles.split(' ').map(tile) })),
  })

export const layouts: Readonly<Record<LayoutName, Layout>> = {
  '4-medium-small-1-ad': layoutOf('4-medium-small-1-ad', [
    'M0 M1 M2 M3*',
    'M0 M1* S2 S3',
    'M0 M1* S2 S3',
    'M0 M1* S2 S3',
  ]),
  '4-large-small-medium-1-ad': layoutOf('4-large-small-medium-1-ad', [
    'L0 M1* S2 S3',
    'M0 M1* S2 S3',
    'L0 M1* S2 S3',
    'M0 M1* S2 S3',
  ]),
  '6-small-medium-1-ad': layoutOf('6-small-medium-1-ad', [
    'M0 S2 S3 M1* S4 S5',
    'M0 M1 M3* S2 S4 S5',
    'M0 M1* S2 S3 S4 S5',
    'M0 M1* S2 S3 S4 S5',
  ]),
  '8-double-row-2-ad': layoutOf('8-double-row-2-ad', [
    'M0 M1* M2 M3 M4 M5* M6 M7',
    'M0 M1* S2 S3 M4 M5* S6 S7',
    'M0 M1* M2 M3 M4 M5* S6 S7',
    'M0 M1* M2 M3 M4 M5* S6 S7',
  ]),
}

export const maxTiles = ({ responsiveLayouts }: Layout): number => responsiveLayouts[0]!.tiles.length

const cycle = ['6-small-medium-1-ad', '4-large-small-medium-1-ad', '4-medium-small-1-ad'] as const

/** The layout of the n-th section after the top stories. */
export const cycledLayout = (n: number): Layout => layouts[cycle[n % cycle.length]!]

const ranksWithAds: ReadonlySet<number> = new Set([0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18])

const withoutAds = new Map(
  Object.values(layouts).map((one) => [
    one.name,
    {
      name: one.name,
      responsiveLayouts: one.responsiveLayouts.map(({ columnCount, tiles }) => ({
        columnCount,
        tiles: tiles.map((each) => ({ ...each, hasAd: false })),
      })),
    } satisfies Layout,
  ]),
)

/** The layout at this rank of the page: advertisements only in every other section from the third on, and where allowed. */
export const layoutAt = (one: Layout, place: { readonly rank: number; readonly allowAds: boolean }): Layout =>
  place.allowAds && ranksWithAds.has(place.rank) ? one : withoutAds.get(one.name)!
