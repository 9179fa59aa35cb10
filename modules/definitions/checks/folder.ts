import { builtInRegisters } from '../built-in.ts'
import type { Known } from '../expressions/fields.ts'
import type { Folder } from '../folder.ts'
import type { Problem } from '../government.ts'
import type { Checked } from './found.ts'
import { checkFrameworks } from './frameworks/frameworks.ts'
import { checkMeasures } from './measures.ts'
import { checkOrganisations } from './organisations.ts'
import { checkRegisters } from './registers.ts'
import { checkRoadmaps } from './roadmaps.ts'
import { checkSmallCounts } from './small-counts.ts'

/** What can only be wrong between one file and another. */
export function checkFolder(folder: Folder, name: string): Checked {
  const known: Known = {
    registers: [...folder.registers.map(({ value }) => value), ...builtInRegisters],
    frameworks: folder.frameworks.map(({ value }) => value),
  }
  const measures = checkMeasures(folder, known)
  return {
    problems: [
      ...missingFiles(folder),
      ...(folder.organisations ? checkOrganisations(folder.organisations) : []),
      ...checkFrameworks(folder),
      ...checkRegisters(folder, known),
      ...checkRoadmaps(folder),
      ...measures.problems,
      ...checkSmallCounts(folder, known),
    ],
    warnings: [...warningsOf(folder, name), ...measures.warnings],
  }
}

function missingFiles({ seen }: Folder): Problem[] {
  const missing = (file: string, holds: string) => ({
    file,
    line: 1,
    column: 1,
    says: 'this file is missing',
    instead: `write it: it holds ${holds}`,
  })
  return [
    ...(seen.government ? [] : [missing('government.yaml', 'the slug and the name')]),
    ...(seen.organisations ? [] : [missing('organisations.yaml', 'the list of organisations')]),
  ]
}

function warningsOf({ government }: Folder, name: string): Problem[] {
  if (!government || government.value.slug === name) return []
  const says = `the slug is "${government.value.slug}" and the folder is called "${name}"`
  const { source } = government
  return [source.problem(source.at(['slug']), says, 'give a copied government a slug of its own')]
}
