import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Government } from '#definitions'
import { readAddress } from '#platform/http'
import { promisesOf } from '#roadmaps'
import { type Fault, readAsAt } from '../as-at/input.ts'
import { addressOf, pageOf } from '../documents/addresses.ts'
import type { Asked, Document } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { knownTo, openReader, publicAccounts, publicSeries } from '../known/queries.ts'
import type { Site } from '../pages.ts'
import { isNamed } from '../sentences/rules.ts'
import { examplesOf } from './examples.ts'
import { formOf } from './form.ts'
import { type Choice, type ChoiceReading, readChoice, writtenChoice } from './input.ts'
import { byCommitment, notComparable, readComparison } from './parts.ts'

export function serveComparisons(app: FastifyInstance, pages: Site): void {
  // In a scope of its own: where the dates of the page are wrong, too, it is this form that comes back as it was sent.
  app.register(async (scope) => {
    scope.addHook('preHandler', async (request, reply) => {
      const reading = readAsAt(request.query, pages.now())
      if (!reading.ok) return answerWrongDates(request, reply, pages, reading.faults)
    })
    serveDocument(scope, pages, { url: '/compare', section: 'compare' }, async (asked) => {
      const reading = choiceIn(asked.query, asked.known.government, asked.asAt)
      if (!reading.ok) return wrongChoice(asked, reading.faults)
      return reading.choice ? compared(asked, reading.choice) : nothingChosen(asked)
    })
  })
}

function choiceIn(
  query: unknown,
  { organisations }: Government,
  dates: { on: string; today: string },
): ChoiceReading {
  const slugs = organisations.map(({ slug }) => slug).filter(isNamed)
  return readChoice(query, dates, new Set(slugs))
}

async function nothingChosen(asked: Asked): Promise<Document> {
  const { reader, words, known, asAt } = asked
  const promises = promisesOf(known.government)
  const accounts = (await publicAccounts(reader, asAt, promises)).map(({ account }) => account)
  const series = [...(await publicSeries(reader, asAt, promises)).values()]
  return {
    view: 'progress/comparisons/views/choose',
    title: words.say('progress.nav.compare'),
    says: [words.say('progress.compare.says')],
    context: {
      form: formOf(words, known.government, {}),
      examples: examplesOf(words, known.government, accounts, series, asAt.on),
    },
  }
}

async function compared(asked: Asked, choice: Choice): Promise<Document> {
  const { words, known, asAt } = asked
  const { title, names, says, compared, all, remarks, legend } = await readComparison(asked, choice)
  return {
    view: 'progress/comparisons/views/compared',
    title,
    says: [
      ...says,
      ...remarks.map((remark) => remark.says),
      ...compared.map(({ table, says }) => `${table.caption}: ${says}.`),
    ],
    breadcrumbs: [{ href: '/compare', says: words.say('progress.nav.compare') }],
    figures: compared.flatMap(({ left, right }) => [left.figure, right.figure]),
    tables: [all, ...compared.filter(({ isComparable }) => isComparable).map(({ table }) => table)],
    charts: compared.flatMap(({ chart }) => chart ?? []),
    keeps: choice.asked,
    isUnlisted: true,
    context: {
      form: formOf(words, known.government, choice.asked),
      sentences: says,
      remarks,
      legend,
      commitments: byCommitment(compared),
      others: notComparable(names, compared),
      allHref: addressOf({ locale: words.locale, path: '/compare', asAt, keeps: choice.asked }, 'csv', {
        table: all.id,
      }),
      hasRoadmaps: known.government.roadmaps.length > 1,
    },
  }
}

function wrongChoice({ words, known, query, asAt }: Asked, faults: readonly Fault[]): Document {
  const written = writtenChoice(query)
  const form = formOf(words, known.government, { ...written, ...asAt.asked }, faults)
  const { left, right, from, to } = written
  return {
    view: 'progress/comparisons/views/choose',
    title: words.say('progress.wrong-date.error', { title: words.say('progress.nav.compare') }),
    says: form.errors.map(({ label, says }) => `${label}: ${says}.`),
    status: 400,
    isUnlisted: true,
    keeps: Object.fromEntries(Object.entries({ left, right, from, to }).filter(([, value]) => value !== '')),
    context: { form },
  }
}

async function answerWrongDates(
  request: FastifyRequest,
  reply: FastifyReply,
  pages: Site,
  faults: readonly Fault[],
): Promise<FastifyReply | undefined> {
  const { words, query, url } = request
  const { path } = readAddress(url)
  const now = pages.now()
  const known = await knownTo(await openReader(pages.store, pages.memory), now)
  // A program is told in words, as for every page; and without a government there is nothing to choose from.
  if (path !== pageOf(path) || !known) return undefined
  const today = now.slice(0, 10)
  const choice = choiceIn(query, known.government, { on: today, today })
  const all = [...(choice.ok ? [] : choice.faults), ...faults]
  return reply
    .code(400)
    .header('cache-control', 'no-store')
    .page('progress/comparisons/views/choose', {
      form: formOf(words, known.government, writtenChoice(query), all),
      title: words.say('progress.wrong-date.error', { title: words.say('progress.nav.compare') }),
      section: 'compare',
    })
}
