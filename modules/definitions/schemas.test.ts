import assert from 'node:assert/strict'
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { schemaFiles } from './schemas.ts'
import { harbourton } from './testing.ts'

const folder = resolve(harbourton, '../schemas')

test('the JSON Schemas beside the governments are those of the program', async () => {
  const files = schemaFiles()
  assert.equal(files.size, 6)
  for (const [name, content] of files) {
    assert.equal(await readFile(join(folder, name), 'utf8'), content, `${name} is stale: run npm run update`)
  }
})

test('each of Harbourton’s files names the schema that an editor checks it by', async () => {
  const files = (await readdir(harbourton, { recursive: true })).filter((file) => file.endsWith('.yaml'))
  assert.equal(files.length, 14)
  for (const file of files) {
    const path = join(harbourton, file)
    const [first = ''] = (await readFile(path, 'utf8')).split('\n')
    const schema = first.match(/^# yaml-language-server: \$schema=(\S+)$/)?.[1]
    assert.ok(schema, `${file} begins with its schema`)
    await access(join(dirname(path), schema))
  }
})
