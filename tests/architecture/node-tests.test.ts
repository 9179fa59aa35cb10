import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../../tools/tree.ts'

const IMPORT = "import { test } from 'node:test'\n"
const files = {
  'sound.test.ts': `${IMPORT}test('a', () => {})\ntest('b', () => {})\n`,
  'elsewhere.test.ts': "import { define } from './define.ts'\ndefine()\n",
  'wrong.test.ts': `${IMPORT}test('it is wrong', () => { throw new Error('oh') })\n`,
  'skipping.test.ts': `${IMPORT}test('sound', () => {})\ntest('it cannot run here', { skip: 'no moon' }, () => {})\n`,
  'broken.test.ts': "throw new Error('at the start')\n",
  'late.test.ts': `${IMPORT}test('sound', () => {})\nsetTimeout(() => { throw new Error('too late') }, 50)\n`,
  'empty.test.ts': 'export {}\n',
}

test('tests are counted wherever they are written, and nothing that fails is lost', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-node-tests-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(
    join(folder, 'define.ts'),
    `${IMPORT}export const define = () => test('written elsewhere', () => {})\n`,
  )
  const asked = { files: Object.keys(files), atOnce: 2 }
  writeFileSync(
    join(folder, 'run.ts'),
    `import { runTests } from ${JSON.stringify(join(ROOT, 'tools/node-tests.ts'))}
const lines: string[] = []
const report = (line: string) => lines.push(line)
const tally = await runTests(${JSON.stringify(folder)}, { ...${JSON.stringify(asked)}, report })
console.log(JSON.stringify({ tally, said: lines.join('\\n') }))\n`,
  )

  const env = { ...process.env }
  delete env.NODE_TEST_CONTEXT
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'run.ts')], { encoding: 'utf8', env })
  assert.equal(stderr, '')
  const { tally, said } = JSON.parse(stdout)
  assert.deepEqual(tally, {
    passed: 5,
    failed: 4,
    skipped: ['skipping.test.ts: it cannot run here (no moon)'],
  })
  assert.match(said, /^ok {5}elsewhere\.test\.ts {2}1 passed/m)
  assert.match(said, /wrong\.test\.ts:2 it is wrong\n +Error: oh/)
  assert.match(said, /broken\.test\.ts did not end well[\s\S]+at the start/)
  assert.match(said, /late\.test\.ts did not end well[\s\S]+too late/)
  assert.match(said, /empty\.test\.ts has no test in it/)
})
