import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Framework, frameworkFor, versionsOf } from '#definitions'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import type { Read } from '../../documents/document.ts'
import { serveDocument } from '../../documents/routes.ts'
import type { Site } from '../../pages.ts'
import { sayNoVersion } from '../missing.ts'
import { hrefOf, sayForce, shownOn } from '../versions.ts'
import { compareVersions } from './rules.ts'
import { comparedTables, sayCompared } from './tables.ts'

/** Serves what differs between two versions of a framework: ?from=3.2&to=4.0. */
export function serveVersionComparisons(app: FastifyInstance, pages: Site): void {
  const url = '/frameworks/:framework/compare'
  serveDocument(app, pages, { url, section: 'frameworks' }, readComparison)
}

const Query = z.object({ from: z.unknown(), to: z.unknown() }).partial()

const readComparison: Read = async ({ words, asAt, known: { government }, params, query }) => {
  const { frameworks } = government
  const { framework: slug = '' } = params
  const inForce = shownOn(frameworks, slug, asAt.on)
  if (!inForce) throw new NotFound(words.say('progress.not-found.framework'))
  const versions = versionsOf(frameworks, slug)
  if (versions.length < 2) throw new NotFound(words.say('progress.not-found.one-version'))
  const asked = Query.parse(query ?? {})
  const to = versionAt(words, frameworks, slug, asked.to) ?? inForce
  const from = versionAt(words, frameworks, slug, asked.from) ?? besides(versions, to)
  const compared = compareVersions(words, from, to)
  const title = words.text(inForce.title).says
  const says = sayCompared(words, from, to, compared)
  return {
    view: 'progress/frameworks/comparisons/views/compared',
    title: words.say('progress.framework.compare.title', { title, from: from.version, to: to.version }),
    says,
    breadcrumbs: [
      { href: '/frameworks', says: words.say('progress.nav.frameworks') },
      { href: `/frameworks/${slug}`, title: inForce.title },
    ],
    tables: comparedTables(words, from, to, compared),
    keeps: { from: from.version, to: to.version },
    context: {
      framework: inForce,
      sentences: says,
      sides: [from, to].map((each) => sideOf(words, frameworks, each, asAt.on)),
      from: from.version,
      to: to.version,
      versions: versions.map(({ version }) => version),
    },
  }
}

/** The version that an address names; undefined where it names none. */
function versionAt(
  words: Words,
  frameworks: readonly Framework[],
  slug: string,
  asked: unknown,
): Framework | undefined {
  if (asked === undefined || asked === '') return undefined
  const found = typeof asked === 'string' ? frameworkFor(frameworks, slug, { version: asked }) : undefined
  if (!found) throw new NotFound(sayNoVersion(words, frameworks, slug, asked))
  return found
}

/** The version before one; of the first, the one after it. */
function besides(versions: readonly Framework[], one: Framework): Framework {
  const at = versions.indexOf(one)
  return versions[at + 1] ?? versions[at - 1] ?? one
}

function sideOf(words: Words, frameworks: readonly Framework[], framework: Framework, on: IsoDate) {
  return {
    version: framework.version,
    href: hrefOf(frameworks, framework, on),
    says: sayForce(words, frameworks, framework, on),
  }
}
