import { z } from 'zod'
import { commitmentFile } from './kinds/commitments.ts'
import { frameworkFile } from './kinds/frameworks.ts'
import { governmentFile, organisationsFile } from './kinds/organisations.ts'
import { registerFile } from './kinds/registers.ts'
import { roadmapFile } from './kinds/roadmaps.ts'

const kinds = {
  government: governmentFile,
  organisations: organisationsFile,
  register: registerFile,
  framework: frameworkFile,
  roadmap: roadmapFile,
  commitment: commitmentFile,
}

/**
 * The JSON Schema of each kind of file, by name, so that an editor completes and checks the YAML: the definitions, and
 * what other modules read with `parsed`.
 */
export function definitionSchemas(others: Record<string, z.ZodType> = {}): Record<string, object> {
  return Object.fromEntries(
    Object.entries({ ...kinds, ...others }).map(([name, schema]) => [
      name,
      { title: `Fingerpost definitions: ${name}`, ...z.toJSONSchema(schema, { io: 'input', reused: 'ref' }) },
    ]),
  )
}

/** What each file of a folder of schemas must hold, by file name. */
export function schemaFiles(others: Record<string, z.ZodType> = {}): Map<string, string> {
  return new Map(
    Object.entries(definitionSchemas(others)).map(([name, schema]) => [
      `${name}.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  )
}
