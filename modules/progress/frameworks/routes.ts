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
import { errorsOf, groupsOf, missingOf } from './fields.ts'
import { keptAnswers, readWritten, type Written } from './input.ts'
import { showResult, workingTable } from './result.ts'
import { isVerified, sayAbout, sayJudged, sayRule, sayVerified } from './sentences.ts'
import { frameworksTable, levelsTable, questionsTable, ruleTables, sourceOf, usesTable } from './tables.ts'
import { type Trial, tryAnswers } from './trial.ts'
import { type Uses, usesOf } from './uses.ts'

export function serveFrameworks(app: FastifyInstance, pages: Site): void {
  const section = 'frameworks'
  serveDocument(app, pages, { url: '/frameworks', section }, readFrameworks)
  serveDocument(app, pages, { url: '/frameworks/:framework', section }, readFramework)
}

const readFrameworks: Read = async ({ words, known: { government } }) => {
  const listed = government.frameworks.map((framework) => ({
    framework,
    href: hrefOf(government.frameworks, framework),
    uses: usesOf(government, framework.slug),
  }))
  return {
    view: 'progress/frameworks/views/frameworks',
    title: words.say('progress.nav.frameworks'),
    says: [words.say('progress.frameworks.says', { count: listed.length })],
    tables: listed.length > 0 ? [frameworksTable(words, listed)] : [],
    context: { count: listed.length },
  }
}

const Query = z.object({ version: z.string().optional() }).catch({})

const readFramework: Read = async ({ words, known: { government }, params, query }) => {
  const versions = government.frameworks.filter(({ slug }) => slug === params.framework)
  const { version } = Query.parse(query)
  // Without a version it is the one by which new answers are judged: the first.
  const framework = version === undefined ? versions[0] : versions.find((each) => each.version === version)
  if (!framework) throw new NotFound(words.say('progress.not-found.framework'))

  const written = readWritten(query)
  const trial = tryAnswers(framework, written)
  const uses = usesOf(government, framework.slug)
  const others = versions.filter((each) => each !== framework)
  const tried = trialOf(words, framework, trial, written)
  return {
    view: 'progress/frameworks/views/framework',
    ...tried,
    says: trial.kind === 'wrong' ? tried.says : [...saysOf(words, framework, uses), ...tried.says],
    breadcrumbs: [{ href: '/frameworks', says: words.say('progress.nav.frameworks') }],
    tables: tablesOf(words, framework, uses, trial),
    keeps: { ...(version === undefined ? {} : { version }), ...keptAnswers(written) },
    isUnlisted: written.isSent,
    isPrivate: written.isSent,
    context: {
      framework,
      judged: sayJudged(words, uses),
      isVerified: isVerified(framework),
      verified: sayVerified(words, framework),
      unverified: markOf(words, 'unverified'),
      source: sourceOf(framework.source),
      others: others.map((each) => ({ version: each.version, href: hrefOf(versions, each) })),
      rule: sayRule(words, framework),
      ruleTables: ruleTables(words, framework).map(({ id }) => id),
      self: hrefOf(versions, framework),
      version: version ?? '',
      ...tried.context,
    },
  }
}

function saysOf(words: Words, framework: Framework, uses: Uses): string[] {
  return [sayAbout(words, framework, uses), ...sayVerified(words, framework), ...sayRule(words, framework)]
}

function tablesOf(words: Words, framework: Framework, uses: Uses, trial: Trial): Table[] {
  const tables = [
    questionsTable(words, framework),
    levelsTable(words, framework),
    ...ruleTables(words, framework),
    uses.measures.length > 0 ? usesTable(words, uses) : undefined,
    workingTable(words, framework, trial),
  ]
  return tables.filter((table) => table !== undefined)
}

/** What the answers that were tried come to: what it is called, what is said of it, and the form with them in it. */
function trialOf(
  words: Words,
  framework: Framework,
  trial: Trial,
  written: Written,
): Pick<Document, 'title' | 'says' | 'status'> & { context: object } {
  const title = words.text(framework.title).says
  const context = { isTried: written.isSent, groups: groupsOf(words, framework, written, trial) }
  switch (trial.kind) {
    case 'none':
      return { title, says: [], context }
    case 'wrong': {
      const errors = errorsOf(words, trial)
      return {
        title: words.say('progress.wrong-date.error', { title }),
        says: errors.map(({ says }) => `${says}.`),
        status: 400,
        context: { ...context, errors },
      }
    }
    case 'unfinished': {
      const missing = missingOf(words, trial)
      const missingSays = words.say('progress.framework.missing', { count: missing.length })
      return {
        title: words.say('progress.framework.unfinished-title', { title }),
        says: [`${missingSays} ${missing.map(({ says }) => says).join('; ')}.`],
        context: { ...context, missing, missingSays },
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

/** The first version of a framework needs no telling apart. */
function hrefOf(frameworks: readonly Framework[], { slug, version }: Framework): string {
  const isFirst = frameworks.find((each) => each.slug === slug)?.version === version
  return isFirst ? `/frameworks/${slug}` : `/frameworks/${slug}?version=${encodeURIComponent(version)}`
}
