/** The same sections in their order without what stands in one before; `told` is what stands elsewhere on the page. */
export function distinctSections<S extends { readonly items: readonly string[] }>(
  sections: readonly S[],
  told: Iterable<string> = [],
): S[] {
  const seen = new Set(told)
  return sections.map((section) => {
    const items = section.items.filter((item) => !seen.has(item))
    for (const item of items) seen.add(item)
    return { ...section, items }
  })
}
