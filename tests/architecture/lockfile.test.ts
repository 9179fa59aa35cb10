import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { completeLockfile, lockfileFaults } from '../../tools/lockfile.ts'

test('a lockfile gets the packages of other platforms, and loses the names of registries', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-lockfile-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'package-lock.json')
  const tool = {
    version: '2.0.0',
    resolved: 'https://registry.example/tool.tgz',
    dev: true,
    license: 'MIT',
    optionalDependencies: { '@tool/linux-x64-musl': '2.0.0', '@tool/linux-x64': '2.0.0' },
  }
  const present = { version: '2.0.0', optional: true }
  writeFileSync(
    file,
    JSON.stringify({
      packages: { '': {}, 'node_modules/tool': tool, 'node_modules/@tool/linux-x64': present },
    }),
  )
  assert.equal(lockfileFaults(folder).length, 2)

  completeLockfile(folder)
  assert.deepEqual(lockfileFaults(folder), [])
  const { packages } = JSON.parse(readFileSync(file, 'utf8'))
  assert.deepEqual(packages['node_modules/@tool/linux-x64-musl'], {
    version: '2.0.0',
    cpu: ['x64'],
    dev: true,
    libc: ['musl'],
    license: 'MIT',
    optional: true,
    os: ['linux'],
  })
  assert.equal(packages['node_modules/tool'].resolved, undefined)
})
