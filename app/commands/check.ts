import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { readGovernment } from '#definitions'
import { checkBatches, sayProblem } from '#registers'
import { command } from '../command.ts'
import { word } from '../input.ts'
import { count } from '../plurals.ts'
import { sayDefinitionProblem } from '../problems.ts'

export const check = command({
  name: 'check',
  summary: "Says what is wrong with a government's folder: file, line, column, and what would be right.",
  words: ['FOLDER'],
  options: {},
  input: z.strictObject({ folder: word }),
  notes:
    'Reads the definitions and, if they are right, the records beside them. Changes nothing, and needs no database.',
  examples: ['check governments/harbourton'],
  needsDatabase: false,
  async run({ folder }, work) {
    const path = resolve(work.cwd, folder)
    const shown = (file: string) => (file === '.' ? folder : join(folder, file))
    const read = await readGovernment(path)
    const wrong = read.ok ? read.warnings : read.problems
    for (const problem of wrong) {
      const line = sayDefinitionProblem({ ...problem, file: shown(problem.file) })
      if (read.ok) work.say(line)
      else work.out(line)
    }
    if (!read.ok) {
      work.out(`${count(read.files, 'file')} read, ${count(wrong.length, 'problem')}.`)
      if (existsSync(join(path, 'records')))
        work.say('The records were not read: they are checked by the definitions.')
      return 1
    }
    const { files, problems } = await checkBatches(read.government, path)
    for (const problem of problems.kept) work.out(sayProblem({ ...problem, file: shown(problem.file) }))
    const found = problems.errors > 0 ? count(problems.errors, 'problem') : 'nothing wrong'
    const warnings = wrong.length + problems.warnings
    work.out(
      `${count(read.files + files, 'file')} read, ${found}${warnings > 0 ? `, ${count(warnings, 'warning')}` : ''}.`,
    )
    return problems.errors > 0 ? 1 : 0
  },
})
