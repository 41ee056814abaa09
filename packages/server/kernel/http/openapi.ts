// The contract for programs (/openapi.json, OpenAPI 3.1) and, made from it, the page for people (/docs); /problems beside it.
import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Routes } from './http.ts'
import { serveProblems } from './problem-pages.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}
interface Body {
  readonly description?: string
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}
interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly {
    name: string
    in: string
    required?: boolean
    description?: string
    schema?: Schema
  }[]
  readonly requestBody?: Body
  readonly responses?: Readonly<Record<string, Body>>
}
interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}
type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export function serveContract(app: Routes, version: string): void {
  const info = {
    title: 'Lectern',
    version,
    description:
      'Recommendations with reasons, and the events that teach them. Programs send a key as `Authorization: Bearer …`; `lectern key create` makes one. Errors are RFC 9457 problem details.',
  }
  let made: Document | undefined
  const document = (): Document => {
    made ??= withNames(app.getOpenAPI31Document({ openapi: '3.1.0', info }) as unknown as Document)
    return made
  }
  serveProblems(app)
  app.get('/openapi.json', (c) => c.json(document()))
  app.get('/docs', (c) => c.html(page(document()), 200, { 'content-security-policy': policy }))
}

/** Schemas that have a name stand in the document once, also where the generator wrote them out. */
function withNames(document: Document): Document {
  const bare = ({ description: _, ...schema }: Schema): string => JSON.stringify(schema)
  const named = new Map<string, string>()
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) named.set(bare(schema), name)
  const visit = (node: unknown, top = false): unknown => {
    if (Array.isArray(node)) return node.map((each) => visit(each))
    if (typeof node !== 'object' || node === null) return node
    const name = top || !('properties' in node) ? undefined : named.get(bare(node as Schema))
    if (name === undefined) return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, visit(each)]))
    const { description } = node as Schema
    return { ...(description && { description }), $ref: `#/components/schemas/${name}` }
  }
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [
    name,
    visit(schema, true),
  ])
  return {
    ...document,
    paths: visit(document.paths) as NonNullable<Document['paths']>,
    components: { ...document.components, schemas: Object.fromEntries(schemas) },
  }
}

function page(document: Document): Html {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'Other'))]
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${document.info.title} API</title><style>${raw(style)}</style></head><body>
<header><h1>${document.info.title} API <small>${document.info.version}</small></h1><p>${document.info.description ?? ''}
For programs: <a href="/openapi.json">openapi.json</a>.</p></header>
<main>${tags.map(
    (tag) =>
      html`<section><h2>${tag}</h2>${operations
        .filter(({ operation }) => (operation.tags?.[0] ?? 'Other') === tag)
        .map(({ path, method, operation }) => operationHtml(path, method, operation))}</section>`,
  )}<section><h2>Types</h2>${Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      html`<article id="${name}"><h3><code>${name}</code></h3><p>${schema.description ?? ''}</p>${schemaHtml(schema)}</article>`,
  )}</section></main></body></html>`
}

const operationHtml = (path: string, method: string, operation: Operation): Html => html`<article id="${method}${path}">
<h3><code>${method} ${path}</code></h3><p>${operation.summary ?? ''}</p>${operation.description ? html`<p>${operation.description}</p>` : ''}
${operation.parameters?.length ? html`<h4>Parameters</h4><dl>${operation.parameters.map((parameter) => field(parameter.name, { ...parameter.schema, description: parameter.description ?? parameter.schema?.description ?? '' }, parameter.required === true))}</dl>` : ''}
${operation.requestBody ? html`<h4>Request body</h4>${bodyHtml(operation.requestBody)}` : ''}
<h4>Answers</h4>${Object.entries(operation.responses ?? {}).map(([status, body]) => html`<details><summary><code>${status}</code> ${body.description ?? ''}</summary>${bodyHtml(body)}</details>`)}
</article>`

const bodyHtml = (body: Body): Html =>
  html`${Object.entries(body.content ?? {}).map(
    ([type, { schema }]) => html`<p><code>${type}</code></p>${schema ? schemaHtml(schema) : ''}`,
  )}`

function schemaHtml(schema: Schema): Html {
  if (schema.$ref) return html`<p>See <a href="#${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>.</p>`
  const choices = schema.oneOf ?? schema.anyOf
  if (schema.properties) {
    const required = new Set(schema.required ?? [])
    return html`<dl>${Object.entries(schema.properties).map(([name, inner]) => field(name, inner, required.has(name)))}</dl>`
  }
  if (choices?.some((choice) => choice.properties))
    return html`${choices.map((choice) => html`<p>one of</p>${schemaHtml(choice)}`)}`
  if (schema.items) return schemaHtml(schema.items)
  return html``
}

const field = (
  name: string,
  schema: Schema,
  required: boolean,
): Html => html`<dt><code>${name}</code> ${typeName(schema)}${required ? '' : ', optional'}</dt>
<dd>${schema.description ?? ''} ${schema.default === undefined ? '' : html`Default <code>${JSON.stringify(schema.default)}</code>.`} ${schema.enum ? html`${schema.enum.length === 1 ? 'Always' : 'One of'} ${schema.enum.map(String).join(', ')}.` : ''} ${schemaHtml(schema)}</dd>`

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref

function typeName(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items) return `list of ${typeName(schema.items)}`
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return [...new Set(choices.map(typeName))].join(' or ')
  return [schema.type ?? 'object'].flat().join(' or ')
}

const style = `:root{color-scheme:light dark}body{font:1rem/1.55 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem}
h1 small{font-weight:400;opacity:.7}article{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.5rem 0}
dl{margin:0 0 0 1rem}dt{margin-top:.4rem}dd{margin:0 0 0 1rem}summary{min-height:24px;cursor:pointer}code{overflow-wrap:anywhere}`

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`
