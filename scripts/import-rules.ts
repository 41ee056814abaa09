// The import directions of ARCHITECTURE.md as data. `import-rules.test.ts` holds the code against them.

export interface PackageRule {
  readonly folder: string
  /** Our packages it may import, by folder. */
  readonly mayImport: readonly string[]
  readonly nodeBuiltins: boolean
  readonly instead: string
}

export const packageRules: readonly PackageRule[] = [
  {
    folder: 'packages/engine',
    mayImport: [],
    nodeBuiltins: false,
    instead: 'take it as an argument: the engine is pure and runs in browsers',
  },
  {
    folder: 'packages/content',
    mayImport: [],
    nodeBuiltins: false,
    instead: 'take bytes and a DOM as arguments: content runs anywhere',
  },
  {
    folder: 'packages/protocol',
    mayImport: [],
    nodeBuiltins: false,
    instead: 'keep only what crosses the wire here; move the rest to its user',
  },
  {
    folder: 'packages/server',
    mayImport: ['packages/engine', 'packages/content', 'packages/protocol'],
    nodeBuiltins: true,
    instead: 'what both sides need goes to engine, content or protocol',
  },
  {
    folder: 'packages/web',
    mayImport: ['packages/engine', 'packages/content', 'packages/protocol'],
    nodeBuiltins: false,
    instead: 'ask the server through protocol/rest',
  },
  {
    folder: 'bench',
    mayImport: ['packages/engine', 'packages/content', 'packages/protocol', 'packages/server', 'fixtures'],
    nodeBuiltins: true,
    instead: 'measure the built page from outside',
  },
  {
    folder: 'examples',
    mayImport: ['packages/engine', 'packages/content', 'packages/protocol', 'packages/server', 'fixtures'],
    nodeBuiltins: true,
    instead: 'an example shows the packages, not the page',
  },
]

/** Folders inside engine, in layers: a file imports from lower layers and its own folder, never sideways. */
export const engineLayers: readonly (readonly string[])[] = [
  ['data', 'random', 'kernels', 'text'],
  ['models', 'ranker', 'pipeline', 'bandits', 'sections', 'evaluation', 'tuning', 'experiments', 'privacy', 'judging'],
  ['recipes', 'prices'],
  ['testing'],
]
/** Lower folders may use one another. */
export const engineFree = new Set(['data', 'random', 'kernels', 'text'])

/** Inside server: kernel below slices, slices below these. */
export const serverTop = new Set(['compat', 'cli', 'app.ts', 'app-desk.ts', 'app-jobs.ts', 'version.ts', 'bin'])

/** What the engine may not name, and what to do about it. */
export const engineForbidden: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\.now\b|\bnew Date\(\)/, instead: 'take `now` as an argument' },
  { pattern: /\bMath\.random\b/, instead: 'take a generator of engine/random as an argument' },
  { pattern: /\bperformance\.now\b/, instead: 'take a clock as an argument' },
  { pattern: /\bset(Timeout|Interval|Immediate)\(/, instead: 'leave waiting to the caller' },
  { pattern: /\bprocess\.|\bfetch\(|\bconsole\./, instead: 'leave input and output to the caller' },
]
