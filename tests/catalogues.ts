/* The words of every module. For tests. */
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCatalogue } from '#platform/messages'
import { ROOT } from '../tools/tree.ts'

const FILES = ['design', 'platform/*', 'modules/*'].map((folder) => `${folder}/messages/en.json`)

export const catalogues = globSync(FILES, { cwd: ROOT }).map((file) => {
  const folder = join(ROOT, file, '../..')
  return readCatalogue(basename(folder), pathToFileURL(`${folder}/`))
})
