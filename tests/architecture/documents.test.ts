import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { filesOf, ROOT } from '../../tools/tree.ts'

const Named = z.record(z.string(), z.string())
const Manifest = z.object({
  scripts: Named,
  dependencies: Named,
  devDependencies: Named,
  optionalDependencies: Named,
})

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const manifest = Manifest.parse(JSON.parse(read('package.json')))

test('the README gives the two commands, and .ci/run runs the second and nothing else', () => {
  const readme = read('README.md')
  assert.match(readme, /npm ci && npm start\n/)
  assert.match(readme, /npm ci && npm test\n/)
  const commands = read('.ci/run')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !/^(set|cd) /.test(line))
  assert.deepEqual(commands, ['npm ci', 'npm test'])
})

test('every dependency is explained: what for, who keeps it, how to leave it', () => {
  const explained = read('docs/decisions/dependencies.md')
  const named = [...explained.matchAll(/^\| `([^`]+)` \|.+\|.+\|.+\|$/gm)].map(([, name]) => name)
  const used = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  assert.deepEqual(named.toSorted(), Object.keys(used).sort())
})

test('every dependency is one exact version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  assert.deepEqual(loose, [])
  assert.ok(Object.keys(dependencies).length <= 25, 'the budget is 25 packages at run time')
  assert.ok(Object.keys(devDependencies).length <= 22, 'and 22 for developers')
})

test('every script that a document names exists', () => {
  for (const path of filesOf(ROOT).filter((each) => each.endsWith('.md'))) {
    for (const [, script = ''] of read(path).matchAll(/npm run ([\w-]+)/g)) {
      assert.ok(
        script in manifest.scripts,
        `${path} names \`npm run ${script}\`, which is not in package.json`,
      )
    }
  }
})

test('every link from one document to another leads somewhere', () => {
  const broken = filesOf(ROOT)
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(ROOT, normalize(join(dirname(path), target)))))
        .map((target) => `${path} -> ${target}`),
    )
  assert.deepEqual(broken, [])
})

test('decisions are dated and say what was given up', () => {
  const decisions = filesOf(ROOT).filter(
    (path) => path.startsWith('docs/decisions/') && !path.endsWith('/dependencies.md'),
  )
  assert.ok(decisions.length >= 7)
  for (const path of decisions) {
    assert.match(path, /\/\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$/)
    assert.match(read(path), /^## What we gave up$/m, path)
  }
})
