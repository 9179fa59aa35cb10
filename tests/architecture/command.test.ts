import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { ROOT } from '../../tools/tree.ts'

// bin/fingerpost in a checkout whose path has a space in it, with a command line that only repeats what it was given.

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-command-'))
const checkout = join(folder, 'the checkout')
const node = join(checkout, 'node_modules/.bin/node')

beforeEach(() => {
  rmSync(checkout, { recursive: true, force: true })
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true })
  mkdirSync(join(checkout, 'app'))
  cpSync(join(ROOT, 'bin'), join(checkout, 'bin'), { recursive: true })
  writeFileSync(join(checkout, 'app/cli.ts'), 'console.log(JSON.stringify(process.argv.slice(2)))\n')
  symlinkSync(process.execPath, node)
})
after(() => rmSync(folder, { recursive: true, force: true }))

function run(
  program: string,
  args: string[],
  from = folder,
): { status: number | null; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: from, encoding: 'utf8' })
  return { status, out: stdout.trim(), said: stderr }
}

test('the command runs through symbolic links, from any folder, with its words as given', () => {
  symlinkSync('the checkout/bin/fingerpost', join(folder, 'one'))
  mkdirSync(join(folder, 'elsewhere'))
  symlinkSync('../one', join(folder, 'elsewhere/two'))
  const { status, out } = run('./two', ['figures', '--on', '29 February 2024', ''], join(folder, 'elsewhere'))
  assert.equal(status, 0)
  assert.deepEqual(JSON.parse(out), ['figures', '--on', '29 February 2024', ''])
})

test('a Node that is too old is named, with what is needed', () => {
  rmSync(node)
  writeFileSync(node, '#!/bin/sh\necho v24.11.1\n')
  chmodSync(node, 0o755)
  const { status, said } = run(join(checkout, 'bin/fingerpost'), [])
  assert.equal(status, 1)
  assert.match(said, /needs Node 24\.12 or later, and this is v24\.11\.1/)
})

test('a checkout without its packages says how to install them', () => {
  rmSync(join(checkout, 'node_modules'), { recursive: true })
  const { status, said } = run(join(checkout, 'bin/fingerpost'), [])
  assert.equal(status, 1)
  assert.match(said, /npm ci/)
})
