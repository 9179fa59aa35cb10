import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type Framework, frameworkFor, type Government, readGovernment } from '#definitions'
import { type Assessed, type ReadAssessments, readAssessments } from '../assessments/read.ts'
import { stepsOf } from '../assessments/steps.ts'
import { command, type Work } from '../command.ts'
import { flag, word } from '../input.ts'
import { meant } from '../meant.ts'
import { count } from '../plurals.ts'
import { MOST_SAID, sayDefinitionProblem, sayFirst } from '../problems.ts'
import { NotThere } from './asked.ts'

export const assess = command({
  name: 'assess',
  summary: 'Judges the answers in a file by a framework, and shows how each result was reached.',
  words: ['FRAMEWORK', 'FILE'],
  options: {
    government: { takes: 'FOLDER', says: "Whose framework. Without it: the government's of the settings." },
    version: { takes: 'VERSION', says: 'The version to judge by. Without it: the one to judge by today.' },
    json: { says: 'Answer in JSON.' },
  },
  input: z.strictObject({
    framework: word,
    file: word,
    government: word.optional(),
    version: word.optional(),
    json: flag,
  }),
  notes: [
    'The file is CSV in UTF-8 with a column for each question, and perhaps one called id: each row is one assessment.',
    'Or it is YAML or JSON with an answer for each question: one assessment. An empty answer was not given.',
    'Nothing is recorded, and no database is needed.',
    '',
    'Exit code 1: something could not be read, or an answer is missing. What could be judged is shown all the same.',
  ].join('\n'),
  examples: ['assess legacy-it-risk answers.csv', 'assess caf billing.yaml --version 3.2 --json'],
  needsDatabase: false,
  async run(asked, work) {
    const government = await governmentOf(asked.government, work)
    if (!government) return 1
    const framework = frameworkNamed(government, asked.framework, asked.version)
    const read = await readAssessments(framework, { path: resolve(work.cwd, asked.file), name: asked.file })
    if (asked.json) work.out(JSON.stringify(asJson(framework, read)))
    else for (const line of asLines(framework, read)) work.out(line)
    sayFirst(read.problems, read.errors, work.say)
    return read.errors > 0 ? 1 : 0
  },
})

/** By the folder's definitions as they are written, adopted or not. */
async function governmentOf(folder: string | undefined, work: Work): Promise<Government | undefined> {
  const path = folder === undefined ? work.config.government : resolve(work.cwd, folder)
  const read = await readGovernment(path)
  if (read.ok) return read.government
  const shown = folder ?? path
  for (const problem of read.problems.slice(0, MOST_SAID)) {
    const file = problem.file === '.' ? shown : join(shown, problem.file)
    work.say(sayDefinitionProblem({ ...problem, file }))
  }
  work.say(`The definitions in ${shown} cannot be used: ${count(read.problems.length, 'problem')}.`)
  return undefined
}

function frameworkNamed({ frameworks }: Government, slug: string, version: string | undefined): Framework {
  const versions = frameworks.filter((each) => each.slug === slug).map((each) => each.version)
  if (versions.length === 0) {
    const slugs = [...new Set(frameworks.map((each) => each.slug))]
    throw new NotThere(`There is no framework "${slug}".${meant(slug, slugs)}`)
  }
  const today = new Date().toISOString().slice(0, 10)
  const framework = frameworkFor(frameworks, slug, version === undefined ? { on: today } : { version })
  if (framework) return framework
  throw new NotThere(
    version === undefined
      ? `No version of ${slug} is the one to judge by yet. Name one with --version: ${versions.join(', ')}.`
      : `${slug} has no version "${version}".${meant(version, versions)}`,
  )
}

function asLines(framework: Framework, { assessed }: ReadAssessments): string[] {
  if (assessed.length === 0) return []
  const { slug, version, title, verified } = framework
  const mark = verified ? '' : ' (not all of it is verified)'
  return [`${title.en}: ${slug} ${version}${mark}`, ...assessed.flatMap((each) => linesOf(framework, each))]
}

function linesOf(framework: Framework, { called, result, problems }: Assessed): string[] {
  const name = called === null ? '' : `${called}: `
  const steps = stepsOf(framework, result).map((step) => `  ${step}`)
  if (!result.ok) return ['', `${name}not judged, ${count(problems.length, 'problem')}`, ...steps]
  const { rating, score, unverified } = result.assessment
  const scored = score === undefined ? '' : `, score ${score}`
  const doubt = unverified ? ['  Rests on something that no public source states'] : []
  return ['', `${name}${rating}${scored}`, ...steps, ...doubt]
}

function asJson({ slug, version, verified }: Framework, { assessed, problems }: ReadAssessments) {
  return {
    framework: slug,
    version,
    verified,
    assessments: assessed.map(({ called, row, result, problems: wrong }) => ({
      id: called,
      row,
      ...resultJson(result),
      problems: wrong,
    })),
    problems,
  }
}

/** The same parts whether it was judged or not. */
function resultJson(result: Assessed['result']) {
  if (!result.ok) {
    return { rating: null, score: null, unverified: null, answers: null, working: result.soFar ?? null }
  }
  const { rating, score, unverified, answers, working } = result.assessment
  return { rating, score: score ?? null, unverified, answers, working }
}
