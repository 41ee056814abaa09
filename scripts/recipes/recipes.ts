// The recipes of CONTRIBUTING.md as data, and a copy of the tree to try them in. Not here: what is tried (recipes.test.ts).

export interface Recipe {
  readonly title: string
  /** Test files and commands that say whether it works. */
  readonly heldTo: readonly string[]
  readonly templates: readonly Template[]
  /** Distinct files, those that only the words above the templates name too. */
  readonly files: readonly string[]
}

type Template =
  | { readonly kind: 'new'; readonly path: string; readonly text: string }
  | { readonly kind: 'change'; readonly path: string; readonly lines: readonly string[] }

/** Every `### ` section with code in it. */
export function recipesOf(markdown: string): Recipe[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .map((section) => section.split(/^## /m)[0] as string)
    .filter((section) => section.includes('```'))
    .map((section) => {
      const templates = [...section.matchAll(/^```(ts|diff)\n(.*?)^```$/gms)].map(([, kind, body]) =>
        templateOf(kind, body),
      )
      const words = section.slice(0, section.indexOf('```'))
      const inWords = [...words.matchAll(/name in `([\w/.-]+)`/g)].map(([, path]) => path as string)
      return {
        title: section.slice(0, section.indexOf('\n')),
        heldTo: [...(words.split('**Held to**')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, what]) => what as string),
        templates,
        files: [...new Set([...templates.map(({ path }) => path), ...inWords])],
      }
    })
}

function templateOf(kind: string | undefined, body = ''): Template {
  const [first = '', ...lines] = body.trimEnd().split('\n')
  const path = first.replace(/^(\/\/|---) /, '')
  return kind === 'ts' ? { kind: 'new', path, text: `${lines.join('\n')}\n` } : { kind: 'change', path, lines }
}

/**
 * `text` with the lines of a change in their places: `+` lines come after the line without a sign before them, or before the
 * first one when none precedes. Throws when such a line is not in the text exactly once, or not below the one before.
 */
export function changed(text: string, { path, lines }: Extract<Template, { kind: 'change' }>): string {
  const out = text.split('\n')
  const anchors = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1))
  for (const anchor of anchors)
    if (out.filter((line) => line === anchor).length !== 1)
      throw new Error(`CONTRIBUTING.md says where in ${path}: ${JSON.stringify(anchor)} is not there exactly once`)
  let at = out.indexOf(anchors[0] ?? '')
  for (const line of lines) {
    if (line.startsWith('+')) out.splice(at++, 0, line.slice(1))
    else at = out.indexOf(line.slice(1)) + 1
  }
  return out.join('\n')
}
