import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Disclosure, Register } from '#definitions'
import { figureOf, type Known } from '#figures'
import { Invalid, NotFound } from '#platform/http'
import { addressOf } from '../documents/addresses.ts'
import type { Asked, Document, Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { publicAccounts } from '../known/queries.ts'
import type { Site } from '../pages.ts'
import { serveRecords } from '../records/routes.ts'
import { countedBy, knownOfRegister } from './known.ts'
import { listRecords } from './listing.ts'
import { type Disclosures, disclosuresOf, standingCounts, statementsOn } from './queries.ts'
import { frameworksOf, sayKind } from './rules.ts'
import {
  fieldsTable,
  measuresTable,
  recordsTable,
  registersTable,
  statementsTable,
  valuesTable,
} from './tables.ts'
import { publicFields } from './values.ts'

export function serveRegisters(app: FastifyInstance, site: Site): void {
  const section = 'roadmaps'
  serveDocument(app, site, { url: '/registers', section }, readRegisters)
  serveDocument(app, site, { url: '/registers/:register', section }, readRegister)
  serveRecords(app, site)
}

/** More are not listed on one page. */
const MOST_LISTED = 50

const readRegisters: Read = async (asked) => {
  const { reader, words, known, asAt } = asked
  const { registers } = known.government
  const disclosures = await reader.asPublic(disclosuresOf)
  const counts = new Map<string, number>()
  const isShown = shownIn(known, disclosures)
  for (const register of registers) {
    const of = isShown.has(register.name) ? await knownOfRegister(asked, register) : undefined
    const count = of && (await countOf(asked, of, register))
    if (count !== undefined) counts.set(register.name, count)
  }
  return {
    view: 'progress/registers/views/registers',
    title: words.say('progress.registers.title'),
    says: [words.say('progress.registers.says')],
    tables: [registersTable(words, registers, counts, asAt.on)],
  }
}

/** The ledger does not count a snapshot that is carried forward: of such a register, how many stand is not told. */
async function countOf(
  { reader, asAt }: Asked,
  known: Known,
  { name, carryForward }: Register,
): Promise<number | undefined> {
  if (carryForward) return undefined
  return (await reader.asPublic((tx) => standingCounts(tx, known, [name], asAt.on))).get(name)
}

const readRegister: Read = async (asked) => {
  const { reader, words, asAt, params } = asked
  const { government } = asked.known
  const register = government.registers.find(({ name }) => name === params.register)
  const known = register && (await knownOfRegister(asked, register))
  if (!register || !known) throw new NotFound(words.say('progress.registers.not-found'))
  const after = readAfter(asked)
  const disclosures = await reader.asPublic(disclosuresOf)
  const disclosed = disclosures.get(register.name) ?? new Map<string, Disclosure>()
  const accounts = (await publicAccounts(reader, asAt, countedBy(asked, register))).map(
    ({ account }) => account,
  )
  const statements = await reader.asPublic((tx) => statementsOn(tx, register.name, asAt.on, known.recording))
  const isListed = publicFields(register, disclosed).length > 0
  const records = isListed ? await readRecords(asked, register, known, disclosures, after) : undefined
  const says = [
    ...(register.description ? [words.text(register.description).says] : []),
    sayKind(words, register),
    records ? records.says : words.say('progress.registers.hidden'),
    ...(register.smallestCount === undefined
      ? []
      : [words.say('progress.registers.rounded', { count: register.smallestCount })]),
  ]
  return {
    view: 'progress/registers/views/register',
    title: words.text(register.title).says,
    breadcrumbs: [{ href: '/registers', says: words.say('progress.registers.title') }],
    says,
    figures: accounts.map((account) => figureOf(account, null)),
    tables: [
      fieldsTable(words, government, register, disclosed),
      ...(accounts.length > 0 ? [measuresTable(words, accounts, asAt.on)] : []),
      ...(statements.length > 0 ? [statementsTable(words, government, register, statements, asAt.on)] : []),
      ...(records?.tables ?? []),
    ],
    keeps: records?.keeps ?? {},
    context: {
      register,
      says,
      frameworks: frameworksOf(register, government),
      records: records?.shown,
    },
  }
}

const After = z.object({
  after: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .optional(),
})

/** The record after which a page of them begins; null for the first page. */
function readAfter({ words, query }: Asked): string | null {
  const reading = After.safeParse(query)
  if (!reading.success) throw new Invalid(words.say('progress.registers.wrong-after'))
  return reading.data.after ?? null
}

/** A page of its records, and the way to the next one. */
async function readRecords(
  asked: Asked,
  register: Register,
  known: Known,
  disclosures: Disclosures,
  after: string | null,
) {
  const fields = publicFields(register, disclosures.get(register.name))
  const { reader, words, asAt } = asked
  const { on } = asAt
  const keeps: Document['keeps'] = after === null ? {} : { after }
  const count = await countOf(asked, known, register)
  const { records, next } =
    count === 0
      ? { records: [], next: null }
      : await reader.asPublic((tx) => listRecords(tx, register, known, on, { after, most: MOST_LISTED }))
  const path = `/registers/${register.name}`
  return {
    says:
      count === undefined
        ? words.say('progress.registers.records.carried')
        : words.say('progress.registers.records.count', { count, on: words.date(on) }),
    keeps,
    tables:
      records.length === 0
        ? []
        : [
            recordsTable(words, known.government, register, fields, records, on),
            valuesTable(words, register, fields, records, { on, isShown: shownIn(known, disclosures) }),
          ],
    shown: {
      isFirst: after === null,
      first: path,
      next: next === null ? undefined : `${path}?after=${next}`,
      values: addressOf({ locale: words.locale, path, asAt, keeps }, 'csv', { table: 'values' }),
    },
  }
}

/** The registers of which records are shown. */
function shownIn({ government }: Known, disclosures: Disclosures): Set<string> {
  const shown = government.registers.filter(
    (register) => publicFields(register, disclosures.get(register.name)).length > 0,
  )
  return new Set(shown.map(({ name }) => name))
}
