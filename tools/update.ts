// `npm run update`: writes every generated file again, and completes the lockfile. See tools/generated.ts.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFiles } from './generated.ts'
import { completeLockfile } from './lockfile.ts'
import { ROOT } from './tree.ts'

for (const [path, text] of generatedFiles()) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true })
  writeFileSync(join(ROOT, path), text)
  console.log(`${path} written`)
}
completeLockfile(ROOT)
console.log('package-lock.json completed')
