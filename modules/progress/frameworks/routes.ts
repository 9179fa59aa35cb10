import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Framework } from '#definitions'
import type { Table } from '#design'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import type { Document, Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import type { Site } from '../pages.ts'
import { markOf } from '../sentences/rules.ts'
import { serveVersionComparisons } from './comparisons/routes.ts'
import { errorsOf, groupsOf, missingOf } from './fields.ts'
import { keptAnswers, readWritten, type Written } from './input.ts'
import { sayNoVersion } from './missing.ts'
import { showResult, triedTable } from './result.ts'
import { ruleTables, sayRule } from './rules/every-rule.ts'
import { indicatorsTable } from './rules/indicators.ts'
import { sayAbout, sayJudged, sayVerified } from './sentences.ts'
import { frameworksTable, levelsTable, questionsTable, sourceOf, usesTable } from './tables.ts'
import { type Trial, tryAnswers } from './trial.ts'
import { serveUnverified } from './unverified/routes.ts'
import { type Uses, usesOf } from './uses.ts'
import { isVerified } from './verified.ts'
import { hrefOf, sayForce, shownOn, versionsTable } from './versions.ts'

export function serveFrameworks(app: FastifyInstance, pages: Site): void {
  const section = 'frameworks'
  serveDocument(app, pages, { url: '/frameworks', section }, readFrameworks)
  serveUnverified(app, pages)
  serveDocument(app, pages, { url: '/frameworks/:framework', section }, readFramework)
  serveVersionComparisons(app, pages)
}

const readFrameworks: Read = async ({ words, asAt, known: { government } }) => {
  const { frameworks } = government
  const count = frameworks.length
  return {
    view: 'progress/frameworks/views/frameworks',
    title: words.say('progress.nav.frameworks'),
    says: [words.say('progress.frameworks.says', { count })],
    tables:
      count > 0 ? [frameworksTable(words, frameworks, (slug) => usesOf(government, slug), asAt.on)] : [],
    context: { count },
  }
}

/** A version that is named twice is none that there is; an empty one names none. */
const Query = z
  .object({ version: z.union([z.literal('').transform(() => undefined), z.string(), z.array(z.string())]) })
  .partial()
  .catch({})

const readFramework: Read = async ({ words, asAt, known: { government }, params, query }) => {
  const { frameworks } = government
  const { framework: slug = '' } = params
  const inForce = shownOn(frameworks, slug, asAt.on)
  if (!inForce) throw new NotFound(words.say('progress.not-found.framework'))
  const { version } = Query.parse(query)
  const framework =
    version === undefined
      ? inForce
      : frameworks.find((each) => each.slug === slug && each.version === version)
  if (!framework) throw new NotFound(sayNoVersion(words, frameworks, slug, version))

  const written = readWritten(query)
  const trial = tryAnswers(framework, written)
  const uses = usesOf(government, slug)
  const versions = versionsTable(words, frameworks, framework, asAt.on)
  const shown = tablesOf(words, framework, uses, trial)
  const title = titleOf(words, framework, versions !== undefined)
  const tried = trialOf(words, framework, trial, written, title)
  return {
    view: 'progress/frameworks/views/framework',
    ...tried,
    says: trial.kind === 'wrong' ? tried.says : [...saysOf(words, framework, uses), ...tried.says],
    breadcrumbs: [{ href: '/frameworks', says: words.say('progress.nav.frameworks') }],
    tables: [...(versions ? [versions] : []), ...shown.all],
    keeps: {
      ...(version === undefined ? {} : { version: framework.version }),
      ...keptAnswers(framework.questions, written),
    },
    isUnlisted: written.isSent,
    isPrivate: written.isSent,
    context: {
      framework,
      judged: sayJudged(words, uses),
      isVerified: isVerified(framework),
      verified: sayVerified(words, framework),
      unverified: markOf(words, 'unverified'),
      source: sourceOf(framework.source),
      force: versions ? sayForce(words, frameworks, framework, asAt.on) : '',
      rule: sayRule(words, framework),
      ruleTables: shown.ofRule.map(({ id }) => id),
      detailTables: shown.ofDetails.map(({ id }) => id),
      self: hrefOf(frameworks, framework, asAt.on),
      version: version === undefined ? '' : framework.version,
      hasIndicators: framework.questions.some(({ type }) => type === 'indicators'),
      ...tried.context,
    },
  }
}

/** Where there are several versions, which one it is. */
function titleOf(words: Words, { title, version }: Framework, hasOthers: boolean): string {
  const { says } = words.text(title)
  return hasOthers ? words.say('progress.framework.versioned-title', { title: says, version }) : says
}

function saysOf(words: Words, framework: Framework, uses: Uses): string[] {
  return [sayAbout(words, framework, uses), ...sayVerified(words, framework), ...sayRule(words, framework)]
}

/** All tables, and which of them stand with the rule and which among the details. */
function tablesOf(words: Words, framework: Framework, uses: Uses, trial: Trial) {
  const judgedBy = ruleTables(words, framework)
  const levels = levelsTable(words, framework)
  // Where no result is made, what the levels mean is all there is to read.
  const isMatrix = framework.results.rule === 'matrix without total'
  const ofRule = [...judgedBy, ...(isMatrix && levels ? [levels] : [])]
  const ofDetails = [
    questionsTable(words, framework),
    ...(isMatrix || !levels ? [] : [levels]),
    ...some(indicatorsTable(words, framework)),
  ]
  const rest = [
    ...(uses.measures.length > 0 ? [usesTable(words, uses)] : []),
    ...some(triedTable(words, framework, trial)),
  ]
  return { ofRule, ofDetails, all: [...ofRule, ...ofDetails, ...rest] }
}

function some(table: Table | undefined): Table[] {
  return table ? [table] : []
}

/** What the answers that were tried come to: what it is called, what is said of it, and the form with them in it. */
function trialOf(
  words: Words,
  framework: Framework,
  trial: Trial,
  written: Written,
  title: string,
): Pick<Document, 'title' | 'says' | 'status'> & { context: object } {
  const context = { isTried: written.isSent, groups: groupsOf(words, framework, written, trial) }
  switch (trial.kind) {
    case 'none':
      return { title, says: [], context }
    case 'wrong': {
      const mistakes = errorsOf(words, trial)
      return {
        title: words.say('progress.wrong-date.error', { title }),
        says: mistakes.map(({ says }) => `${says}.`),
        status: 400,
        context: { ...context, mistakes },
      }
    }
    case 'unfinished': {
      const missing = missingOf(trial)
      const missingSays = words.say(`progress.framework.${trial.why}`, { count: missing.length })
      const named = missing.map((each) => words.text(each.title).says).join('; ')
      return {
        title: words.say('progress.framework.unfinished-title', { title }),
        says: [missing.length === 0 ? missingSays : `${missingSays} ${named}.`],
        context: { ...context, isUnfinished: true, missing, missingSays },
      }
    }
    case 'judged': {
      const result = showResult(words, framework, trial.assessment)
      return {
        title: words.say('progress.framework.tried-title', { title, result: result.inShort }),
        says: [words.say('progress.framework.result', { result: result.inShort }), ...result.sentences],
        context: { ...context, result },
      }
    }
  }
}
