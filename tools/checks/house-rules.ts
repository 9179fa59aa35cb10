import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockfileFaults } from '../lockfile.ts'
import { filesOf } from '../tree.ts'
import type { Check } from './check.ts'

const EMPTY_NAMES =
  /^(utils?|helpers?|common|services?|controllers?|managers?|repositories|misc|types|constants)$/
const DATA_FOLDERS = /^(governments|docs)\//
const HAND_WRITTEN = /\.(ts|sql|njk|scss)$/
const LONGEST = 300
const OTHER_SCRIPTS = /\.(js|mjs|cjs|jsx|tsx|mts|cts)$/

/** What no linter we have can say of this house: names of paths, lengths of every kind of file, the lockfile. */
export const houseRules: Check = {
  name: 'house rules',
  next: 'name the thing after what it is about; split a long file by what its parts are about',
  async run(root) {
    const files = filesOf(root)
    const complaints = [...files.flatMap((path) => faultsOf(root, path)), ...lockfileFaults(root)]
    return { read: files.length, complaints: complaints.join('\n') }
  },
}

function faultsOf(root: string, path: string): string[] {
  if (DATA_FOLDERS.test(path)) return []
  const faults: string[] = []
  const empty = path.split('/').find((part) => EMPTY_NAMES.test(part.replace(/(\.test)?\.[a-z]+$/, '')))
  if (empty) faults.push(`${path}: "${empty}" says nothing of what is inside`)
  if (OTHER_SCRIPTS.test(path) && !path.startsWith('design/assets/')) {
    faults.push(`${path}: code is TypeScript in .ts files, run as it is`)
  }
  if (HAND_WRITTEN.test(path)) {
    const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length
    if (lines > LONGEST) faults.push(`${path}: ${lines} lines; the longest allowed is ${LONGEST}`)
  }
  return faults
}
