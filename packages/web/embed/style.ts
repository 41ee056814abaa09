// How the list looks where the page says nothing: light and dark by the page's colour scheme, all of it changeable by
// custom properties and ::part().

const css = `
:host{display:block;font:var(--lectern-font,inherit);color:var(--lectern-text,CanvasText);
--b:var(--lectern-background,Canvas);--l:var(--lectern-border,color-mix(in srgb,CanvasText 20%,Canvas));--r:var(--lectern-radius,.6em)}
:host([hidden]){display:none}
h2{margin:0 0 .75em;font:var(--lectern-heading-font,600 1.25em/1.3 inherit)}
ul{list-style:none;margin:0;padding:0;display:grid;gap:var(--lectern-gap,1em);grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--lectern-item-width,16em)),1fr))}
li{position:relative;display:flex;flex-direction:column;gap:.35em;padding:var(--lectern-padding,.9em);background:var(--b);border:1px solid var(--l);border-radius:var(--r)}
a{color:inherit;text-decoration:none;padding-inline-end:1.8em;font-weight:600}
a:hover,a:focus-visible{text-decoration:underline}
img{display:block;width:calc(100% + 1.8em);aspect-ratio:16/9;object-fit:cover;border-radius:calc(var(--r)/2);margin-block-end:.5em}
[part=meta],[part=reason]{font-size:.85em;color:var(--lectern-quiet,color-mix(in srgb,CanvasText 72%,Canvas))}
p{margin:0}
[part=reason]{margin-block-start:auto}
button{font:inherit;color:inherit;background:var(--b);border:1px solid var(--l);border-radius:.4em;min-width:24px;min-height:24px}
[part=dismiss]{position:absolute;inset:.4em .4em auto auto;line-height:1}
[part=more]{margin-block-start:1em;padding:.5em 1em}
:focus-visible{outline:2px solid var(--lectern-focus,Highlight);outline-offset:2px}
`

let sheet: CSSStyleSheet | null = null

/** One sheet for all lists of a page; made by script, so that no policy of the page for inline styles is in its way. */
export function listSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
  }
  return sheet
}
