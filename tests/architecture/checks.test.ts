import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { mayUse } from '../../tools/boundaries.ts'
import { type Check, judge } from '../../tools/checks/check.ts'
import { deadCode } from '../../tools/checks/dead-code.ts'
import { format } from '../../tools/checks/format.ts'
import { houseRules } from '../../tools/checks/house-rules.ts'
import { imports } from '../../tools/checks/imports.ts'
import { promises } from '../../tools/checks/promises.ts'
import { types } from '../../tools/checks/static-types.ts'
import { ROOT } from '../../tools/tree.ts'

// A check that reads nothing is green. So each is shown, in a small project with our configuration, what it is there
// to find; the project as it is pleases them all.

const CONFIGURATION = [
  'biome.json',
  '.oxlintrc.json',
  'knip.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const sound: Record<string, string> = {
  ...Object.fromEntries(Object.keys(mayUse).map((name) => [`modules/${name}/index.ts`, 'export {}\n'])),
  'platform/database/index.ts': 'export {}\n',
  'modules/definitions/government.ts': 'export {}\n',
}
const copy = mkdtempSync(join(tmpdir(), 'fingerpost-checks-'))

before(() => {
  for (const path of CONFIGURATION) cpSync(join(ROOT, path), join(copy, path))
  for (const [path, text] of Object.entries(sound)) plant(path, text)
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
})
after(() => rmSync(copy, { recursive: true, force: true }))

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true })
  writeFileSync(join(copy, path), text)
}

const planted: [Check, string, Record<string, string>, RegExp][] = [
  [format, 'bad layout', { 'shared/planted.ts': 'export const  a = 1;\n' }, /planted\.ts format/],
  [format, 'a default export', { 'shared/planted.ts': 'export default 1\n' }, /noDefaultExport/],
  [
    format,
    'the environment read',
    { 'shared/planted.ts': 'export const home = process.env.HOME\n' },
    /noProcessEnv/,
  ],
  [format, 'anything typed any', { 'shared/planted.ts': 'export let a: any\n' }, /noExplicitAny/],
  [
    format,
    'a file of 301 lines',
    { 'shared/planted.ts': 'export {}\n'.repeat(301) },
    /noExcessiveLinesPerFile/,
  ],
  [
    promises,
    'a promise nobody awaits',
    { 'shared/planted.ts': 'fetch("/")\n' },
    /planted\.ts:1.*no-floating-promises/,
  ],
  [
    promises,
    'a cast',
    { 'shared/planted.ts': 'export const a = JSON.parse("1") as number\n' },
    /type-assertions/,
  ],
  [
    promises,
    'a switch with a case missing',
    {
      'shared/planted.ts':
        'export function f(a: "x" | "y"): void {\n  switch (a) {\n    case "x":\n      return\n  }\n}\n',
    },
    /switch-exhaustiveness-check/,
  ],
  [types, 'a wrong type', { 'shared/planted.ts': 'export const a: number = "1"\n' }, /planted\.ts.*TS2322/],
  [
    types,
    'syntax that Node cannot strip',
    { 'shared/planted.ts': 'export class A {\n  constructor(readonly a: number) {}\n}\n' },
    /TS1294/,
  ],
  [
    imports,
    'a module that climbs the ladder',
    { 'modules/definitions/planted.ts': 'import "#figures"\n' },
    /definitions-may-use/,
  ],
  [
    imports,
    'a module entered by the window',
    { 'modules/figures/planted.ts': 'import "../definitions/government.ts"\n' },
    /front-door-only/,
  ],
  [
    imports,
    'platform that knows a module',
    { 'platform/planted.ts': 'import "#definitions"\n' },
    /platform-knows-no-module/,
  ],
  [
    imports,
    'a type from above',
    { 'shared/planted.ts': 'import type {} from "#definitions"\n' },
    /platform-knows-no-module/,
  ],
  [
    imports,
    'two files that need each other',
    {
      'shared/planted.ts': 'import { b } from "./planting.ts"\nexport const a = () => b\n',
      'shared/planting.ts': 'import { a } from "./planted.ts"\nexport const b = () => a\n',
    },
    /no-cycles/,
  ],
  [
    imports,
    'SQL outside queries.ts',
    { 'modules/figures/planted.ts': 'import { sql } from "#platform/database"\nsql``\n' },
    /sql-lives-in-queries/,
  ],
  [
    imports,
    'rules.ts that reads files',
    { 'modules/figures/planted/rules.ts': 'import "node:fs"\n' },
    /rules-are-pure/,
  ],
  [
    imports,
    'a tool of developers in the product',
    { 'app/planted.ts': 'import "knip"\n' },
    /runtime-dependencies-only/,
  ],
  [
    imports,
    'a file that is not there',
    { 'app/planted.ts': 'import "./nowhere.ts"\n' },
    /every-import-is-found/,
  ],
  [
    deadCode,
    'a file nobody imports',
    { 'shared/planted.ts': 'export const a = 1\n' },
    /shared\/planted\.ts unused files/,
  ],
  [
    deadCode,
    'an export nobody imports',
    {
      'shared/planted.ts': 'export const a = 1\nexport const b = 2\n',
      'app/planted.ts': 'import { a } from "../shared/planted.ts"\nvoid a\n',
    },
    /shared\/planted\.ts:2 unused exports: b/,
  ],
  [houseRules, 'a folder of utils', { 'shared/utils/planted.ts': '' }, /"utils" says nothing/],
  [houseRules, 'a file of helpers', { 'modules/figures/helpers.ts': '' }, /"helpers\.ts" says nothing/],
  [houseRules, 'a long template', { 'design/planted.njk': 'line\n'.repeat(301) }, /301 lines/],
  [houseRules, 'plain JavaScript', { 'app/planted.js': '' }, /planted\.js: code is TypeScript/],
]

for (const [check, what, files, says] of planted) {
  test(`${check.name} finds ${what}`, async () => {
    for (const [path, text] of Object.entries(files)) plant(path, text)
    try {
      const { ok, said } = await judge(check, copy)
      assert.equal(ok, false)
      assert.match(said, says)
      assert.match(said, /What to do: /)
    } finally {
      for (const path of Object.keys(files)) rmSync(join(copy, path))
    }
  })
}

for (const check of [format, promises, types, imports, houseRules]) {
  test(`${check.name} has nothing against a sound project`, async () => {
    const { ok, said } = await judge(check, copy)
    assert.equal(ok, true, said)
  })
}

test('a check that reads less than all our code is not believed', async () => {
  const { ok, said } = await judge(
    { name: 'lazy', next: 'wake it', run: async () => ({ read: 3, complaints: '' }) },
    copy,
  )
  assert.equal(ok, false)
  assert.match(said, /it read 3 files; the project has \d+/)
})
