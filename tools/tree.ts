import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

const NOT_OURS = new Set(['node_modules', 'data', '.cache', '.git'])
const CODE = ['app', 'modules', 'platform', 'design', 'shared', 'tests', 'tools', 'examples']

/** Every file of the project, as paths from `root` with forward slashes, in one order everywhere. */
export function filesOf(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(root, entry.name) : entry.isFile() ? [entry.name] : [],
    )
    .sort()
}

/** What every checker must have read, counted by us and not by the checker. */
export function codeOf(root: string): string[] {
  return filesOf(root).filter((path) => path.endsWith('.ts') && CODE.includes(path.split('/', 1).join()))
}

/** Tests of parts; those that read all of the site, which takes a minute; and those that need a browser. */
export function testsOf(root: string): { files: string[]; wholeSite: string[]; journeys: string[] } {
  const tests = codeOf(root).filter((path) => path.endsWith('.test.ts'))
  const isIn = (folder: string) => (path: string) => path.startsWith(folder)
  return {
    files: tests.filter((path) => !isIn('tests/journeys/')(path) && !isIn('tests/site/')(path)),
    wholeSite: tests.filter(isIn('tests/site/')),
    journeys: tests.filter(isIn('tests/journeys/')),
  }
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => NOT_OURS.has(part)))
}
