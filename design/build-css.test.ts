import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { compileStylesheet, STYLESHEET } from './build-css.ts'

const written = readFileSync(STYLESHEET, 'utf8')

test('the stylesheet is the one its sources make', () => {
  const isFresh = written === compileStylesheet()
  assert.ok(isFresh, 'design/assets/fingerpost.css is old. Run: node design/build-css.ts')
})

test('the stylesheet is light, and asks for nothing else', () => {
  const bytes = brotliCompressSync(written).length
  assert.ok(bytes < 12_000, `${bytes} bytes compressed`)
  assert.doesNotMatch(written, /url\(|@import|@font-face/)
})

test('the typeface and the crown that only GOV.UK may use are not here', () => {
  assert.doesNotMatch(written, /GDS Transport|crown|logotype/i)
})
