import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseHTML } from 'linkedom'
import { readDocument } from './read-document.ts'

const url = 'https://harbour.example/tugs'

test('a document that somebody else parsed is read', () => {
  const prose = 'The harbour was quiet, and the tugs lay at the quay while the fog came in from the sea. '.repeat(12)
  const { document } = parseHTML(
    `<html><head><title>Tugs</title></head><body><article><p>${prose}</p><p>${prose}</p></article></body></html>`,
  )
  const read = readDocument(document, { url, base: url })
  assert.equal(read.title, 'Tugs')
  assert.equal(read.text?.split('\n').length, 2)
})

test('a browser, which has a DOM, loads no other', () => {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const walk = (file: URL): void => {
    if (seen.has(file.href)) return
    seen.add(file.href)
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type )\{[^}]*\} from '([^']+)'/gm,
    )) {
      if (from?.startsWith('.')) walk(new URL(from, file))
      else packages.add(from as string)
    }
  }
  walk(new URL('read-document.ts', import.meta.url))
  assert.deepEqual([...packages].sort(), ['@mozilla/readability', 'htmlparser2', 'tldts'])
})
