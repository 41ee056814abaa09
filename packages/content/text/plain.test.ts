import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withAbsoluteAddresses } from './absolute.ts'
import { plainText, shortened } from './plain.ts'

test('text is what a reader sees, in one line', () => {
  assert.equal(plainText('<p>One</p><p>two<b>three</b>\n four&nbsp;&amp; five</p>'), 'One twothree four & five')
  assert.equal(plainText('a<script>b()</script><style>c{}</style><!-- d --> e'), 'a e')
  assert.equal(plainText('1 < 2 and 3 > 2'), '1 < 2 and 3 > 2')
  assert.equal(plainText('a\u0000b\u200bc'), 'abc')
})

test('a text is cut between words, and inside one that is too long', () => {
  assert.equal(shortened('one two three', 9), 'one two…')
  assert.equal(shortened('onetwothree', 6), 'onetw…')
  assert.equal(shortened('one', 9), 'one')
})

test('addresses become absolute and everything else stays', () => {
  const html = '<p class=x>a & b <a href="c?d=1&amp;e=2">l</a><img src=i.png srcset="i.png 1x, j.png 2x"><br>'
  const expected =
    '<p class="x">a &amp; b <a href="https://e.org/f/c?d=1&amp;e=2">l</a>' +
    '<img src="https://e.org/f/i.png" srcset="https://e.org/f/i.png 1x, https://e.org/f/j.png 2x"><br></p>'
  assert.equal(withAbsoluteAddresses(html, 'https://e.org/f/g'), expected)
  assert.equal(withAbsoluteAddresses('<a href="#part">x</a>', 'https://e.org/'), '<a href="#part">x</a>')
})
