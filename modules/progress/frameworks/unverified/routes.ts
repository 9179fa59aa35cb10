import type { FastifyInstance } from 'fastify'
import { promisesOf } from '#roadmaps'
import type { Read } from '../../documents/document.ts'
import { serveDocument } from '../../documents/routes.ts'
import type { Site } from '../../pages.ts'
import {
  frameworksTable,
  measuresResting,
  measuresTable,
  registersTable,
  unverifiedFrameworks,
} from './tables.ts'

/** Serves what is stated by no public source, and all that rests on it. */
export function serveUnverified(app: FastifyInstance, pages: Site): void {
  serveDocument(app, pages, { url: '/frameworks/unverified', section: 'frameworks' }, readUnverified)
}

const readUnverified: Read = async ({ words, asAt, known: { government } }) => {
  const resting = measuresResting(government)
  const tables = [
    frameworksTable(words, government, asAt.on),
    registersTable(words, government, asAt.on),
    measuresTable(words, resting),
  ].filter(({ rows }) => rows.length > 0)
  const says = [
    words.say('progress.unverified.says'),
    words.say('progress.unverified.count.frameworks', {
      count: unverifiedFrameworks(government).length,
      all: government.frameworks.length,
    }),
    words.say('progress.unverified.count.measures', {
      count: resting.length,
      all: promisesOf(government).length,
    }),
  ]
  return {
    view: 'progress/frameworks/unverified/views/unverified',
    title: words.say('progress.unverified.title'),
    says,
    breadcrumbs: [{ href: '/frameworks', says: words.say('progress.nav.frameworks') }],
    tables,
    context: { sentences: says },
  }
}
