import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeBytes } from './decode.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding))
const utf32 = (text: string) =>
  new Uint8Array(Uint32Array.from([...text], (letter) => letter.codePointAt(0) as number).buffer)
const declared = (encoding: string, rest = 'é') => `<?xml version="1.0" encoding="${encoding}"?><a>${rest}</a>`

const cases: readonly (readonly [
  what: string,
  source: Uint8Array,
  contentType: string | null,
  encoding: string,
  warnings: number,
])[] = [
  ['nothing said, UTF-8', bytes('<a>é</a>'), null, 'utf-8', 0],
  ['nothing said, not UTF-8', bytes('<a>é à</a>', 'latin1'), null, 'windows-1252', 0],
  ['the document says', bytes(declared('iso-8859-1'), 'latin1'), 'text/xml', 'windows-1252', 0],
  ['the content type says', bytes('<a>é</a>', 'latin1'), 'text/xml; charset="iso-8859-1"', 'windows-1252', 0],
  [
    'the content type before the document',
    bytes(declared('utf-8'), 'latin1'),
    'text/xml;charset=latin1',
    'windows-1252',
    0,
  ],
  [
    'a mark before all',
    new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(declared('latin1'))]),
    'a/b; charset=latin1',
    'utf-8',
    0,
  ],
  ['two bytes a letter, marked', new Uint8Array([0xff, 0xfe, ...bytes('<a>é</a>', 'utf16le')]), null, 'utf-16le', 0],
  ['two bytes a letter, unmarked', bytes('<a>é</a>', 'utf16le'), null, 'utf-16le', 0],
  ['four bytes a letter', utf32('<a>é</a>'), null, 'utf-32le', 0],
  ['four bytes a letter, marked', new Uint8Array([0xff, 0xfe, 0, 0, ...utf32('<a>é</a>')]), null, 'utf-32le', 0],
  ['an encoding that is none', bytes(declared('bogus')), null, 'utf-8', 1],
  ['a claim that is false', bytes(declared('utf-8', 'é à'), 'latin1'), null, 'windows-1252', 1],
  ['a page says it in its head', bytes('<html><meta charset="windows-1251"><p>é'), null, 'windows-1251', 0],
]

for (const [what, source, contentType, encoding, warnings] of cases) {
  test(`encoding: ${what}`, () => {
    const decoded = decodeBytes(source, { contentType })
    assert.equal(decoded.encoding, encoding)
    assert.equal(decoded.warnings.length, warnings)
    if (encoding !== 'windows-1251') assert.ok(decoded.text.includes('é'))
  })
}

test('one broken byte among many good letters does not make it another encoding', () => {
  const source = new Uint8Array([...bytes('é'.repeat(10)), 0xff, ...bytes(' end')])
  assert.equal(decodeBytes(source).text, `${'é'.repeat(10)}\ufffd end`)
})
