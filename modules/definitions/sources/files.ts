import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../government.ts'
import { readYaml, type Source, unreadable } from './yaml.ts'

const LARGEST_FILE = 1_000_000
const MOST_FILES = 2_000

/** Every file under a folder, as paths from it with forward slashes, in order; what cannot be followed is a problem. */
export async function listFiles(folder: string): Promise<{ files: string[]; problems: Problem[] }> {
  const files: string[] = []
  const problems: Problem[] = []
  const say = (file: string, says: string, instead?: string) =>
    problems.push({ file, line: 1, column: 1, says, ...(instead && { instead }) })

  async function walk(path: string, depth: number): Promise<void> {
    const entries = await readdir(join(folder, path), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name.startsWith('.') || file === 'records') continue
      if (entry.isDirectory() && depth < 5) await walk(file, depth + 1)
      else if (entry.isDirectory()) say(file, 'this folder is too deep: nothing reads it')
      else if (!entry.isFile()) say(file, 'this is not a file: links are not followed', 'copy the file here')
      else files.push(file)
    }
  }

  try {
    if ((await stat(folder)).isDirectory()) await walk('', 0)
    else say('.', 'this is not a folder', 'name the folder that holds government.yaml')
  } catch (error) {
    say('.', `the folder cannot be read: ${reason(error)}`, 'name the folder that holds government.yaml')
  }
  if (files.length > MOST_FILES) {
    say('.', `the folder has ${files.length} files: more than ${MOST_FILES} are not read`)
    files.length = 0
  }
  return { files, problems }
}

/** Folders in a folder, or in those, that are each a government's, where the folder itself is none. */
export async function governmentsIn(folder: string): Promise<string[]> {
  if ((await fileNames(folder)).includes(SETTINGS)) return []
  const found: string[] = []
  for (const child of await folderNames(folder)) {
    const path = join(folder, child)
    if ((await fileNames(path)).includes(SETTINGS)) found.push(child)
    else if (child !== 'node_modules') {
      for (const grandchild of await folderNames(path)) {
        if ((await fileNames(join(path, grandchild))).includes(SETTINGS)) found.push(join(child, grandchild))
      }
    }
  }
  return found
}

const SETTINGS = 'government.yaml'

async function fileNames(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function folderNames(folder: string): Promise<string[]> {
  return (await entriesOf(folder))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

/** Nothing where it cannot be read: that is said by whoever reads it whole. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

export async function readSource(folder: string, file: string): Promise<Source> {
  try {
    const { size } = await stat(join(folder, file))
    if (size > LARGEST_FILE) {
      const megabytes = (size / 1_000_000).toFixed(1)
      return unreadable(
        file,
        { line: 1, column: 1 },
        `the file has ${megabytes} MB: more than 1 MB is not read`,
      )
    }
    return readText(file, await readFile(join(folder, file)))
  } catch (error) {
    return unreadable(file, { line: 1, column: 1 }, `the file cannot be read: ${reason(error)}`)
  }
}

function readText(file: string, bytes: Buffer): Source {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  // U+FFFD is what a byte that is no UTF-8 becomes; written out by hand it would be a mistake too.
  const bad = text.indexOf('\uFFFD')
  if (bad === -1) return readYaml(file, text)
  const before = text.slice(0, bad).split('\n')
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  return unreadable(file, position, 'this character is not UTF-8', 'save the file as UTF-8')
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'it is not there'
  if (code === 'EACCES') return 'there is no permission to read it'
  return error instanceof Error ? error.message : String(error)
}
