import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { generatedFiles } from '../../tools/generated.ts'
import { ROOT } from '../../tools/tree.ts'

for (const [path, text] of generatedFiles()) {
  test(`${path} is what it is made from`, () => {
    assert.ok(
      readFileSync(join(ROOT, path), 'utf8') === text,
      `run \`npm run update\`, which writes ${path} again`,
    )
  })
}
