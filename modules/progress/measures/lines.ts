/* The table of one measure: a row for each reporting line, saying what it rests on. Pure. */
import {
  type Government,
  type Measure,
  organisationNotPublished,
  type Register,
  type Text,
} from '#definitions'
import type { Cell } from '#design'
import { type Account, type Amounts, answeredBy, eachLine, totalOf } from '#figures'
import { isThere, unallocated } from '#organisations'
import type { Words } from '#platform/messages'
import type { StatedValue, Statement } from '#registers'
import { registerOf } from '#roadmaps'
import { cellsOf, hasShare, NOT_AVAILABLE } from '../sentences/cells.ts'
import { isNamed, type Mark, markOf, sayStated } from '../sentences/rules.ts'
import { type Sourced, saidIn, silenceOf, statedIn, statementCells } from '../sentences/said.ts'

export interface Row {
  slug: string
  name: Text
  /** Its page, if the row is one organisation that has one. */
  href?: string
  cells: Cell[]
  marks: Mark[]
  /** What the numbers, or their absence, rest on. */
  rests: Sourced[]
  /** In scope, but nothing is known of it. */
  isSilent: boolean
  /** How many organisations are counted in it. */
  members: number
}

interface Line {
  slug: string
  name: Text
  organisations: string[]
  amounts: Amounts
}

/** Every line in scope, with an answer or without, and every other that has a number; the unnamed comes last. */
export function rowsOf(words: Words, government: Government, account: Account): Row[] {
  const register = registerOf(government, account.promised)
  const organisations = new Map(government.organisations.map((each) => [each.slug, each]))
  return linesOf(government, account)
    .filter(({ organisations: members, amounts }) => {
      const isGone = members.every((slug) => {
        const organisation = organisations.get(slug)
        return organisation !== undefined && !isThere(organisation, account.on)
      })
      return amounts.records > 0 || !isGone
    })
    .map((line) => {
      const isOwn = organisations.has(line.slug) && isNamed(line.slug)
      const others = isOwn ? line.organisations.filter((each) => each !== line.slug) : []
      const names = new Map(
        others.map((slug) => [slug, words.text(nameOf(government, account, slug)).says] as const),
      )
      const row = rowOf(words, account, register, line, names)
      return isOwn ? { ...row, href: `/organisations/${line.slug}` } : row
    })
    .sort((a, b) => order(words, a, b))
}

/** The lines of the account, and those that only a stated value is about. */
function linesOf(government: Government, account: Account): Line[] {
  const lines: Line[] = [...eachLine(account)].map(({ line, ...rest }) => ({ ...line, ...rest }))
  const has = new Set(lines.flatMap(({ slug, organisations }) => [slug, ...organisations]))
  for (const stated of statedOfParts(account)) {
    const slug = stated.line ?? stated.organisation
    if (has.has(slug) || has.has(stated.organisation)) continue
    has.add(slug)
    const name = nameOf(government, account, slug)
    lines.push({
      slug,
      name,
      organisations: [stated.organisation],
      amounts: totalOf(account, stated.organisation),
    })
  }
  return lines
}

function nameOf({ organisations }: Government, { promised }: Account, slug: string): Text {
  const named = [...promised.roadmap.reportingLines, ...organisations].find((each) => each.slug === slug)
  return named?.name ?? { en: slug }
}

/** What was published of a part of the whole: an organisation, or somebody who was not named. */
function statedOfParts(account: Account): StatedValue[] {
  return account.stated.filter(
    ({ organisation }) => isNamed(organisation) || organisation === organisationNotPublished,
  )
}

function rowOf(
  words: Words,
  account: Account,
  register: Register | undefined,
  line: Line,
  others: ReadonlyMap<string, string>,
): Row {
  const { measure } = account.promised
  const statements = account.statements.filter((each) => line.organisations.includes(each.organisation))
  const stated = statedOfParts(account).filter(
    (each) => each.line === line.slug || line.organisations.includes(each.organisation),
  )
  const rests = [
    ...recordsIn(words, account, register, line),
    ...unique(statements.map((each) => saidIn(words, each, register, others.get(each.organisation)))),
    ...stated.map((each) => statedIn(words, each)),
  ]
  const isSilent = rests.length === 0
  return {
    slug: line.slug,
    name: line.name,
    cells: cellsFor(words, measure, account, line, statements, stated),
    marks: marksFor(words, line, stated),
    rests: [
      ...(isSilent ? [{ says: words.say(`progress.row.${silenceOf(account)}`), source: '' }] : rests),
      ...togetherWith(words, [...others.values()]),
    ],
    isSilent,
    members: line.organisations.length,
  }
}

/** Bodies counted in the row of another are named there: else its coverage would not add up. */
function togetherWith(words: Words, others: string[]): Sourced[] {
  if (others.length === 0) return []
  return [{ says: words.say('progress.row.with', { organisations: words.list(others) }), source: '' }]
}

function recordsIn(words: Words, account: Account, register: Register | undefined, line: Line): Sourced[] {
  const { records } = line.amounts
  if (records > 0 && account.roundedTo !== null) {
    const key = line.slug === unallocated ? 'not-shared' : 'rounded'
    return [{ says: words.say(`progress.row.${key}`), source: '' }]
  }
  if (records > 0) return [{ says: words.say('progress.row.records', { records }), source: '' }]
  if (!line.organisations.some((each) => account.holders.has(each))) return []
  const of = register ? words.text(register.records).says : ''
  return [{ says: words.say('progress.row.none-counts', { records: of }), source: '' }]
}

function cellsFor(
  words: Words,
  measure: Measure,
  account: Account,
  line: Line,
  statements: Statement[],
  stated: StatedValue[],
): Cell[] {
  const withShare = hasShare(measure)
  const columns = withShare ? 4 : 2
  if (line.amounts.records > 0) return cellsOf(words, line.amounts, withShare, account.roundedTo)
  const [statement] = statements
  if (statement) return statementCells(words, statement, columns, withShare)
  if (line.organisations.some((each) => answeredBy(account).has(each)))
    return cellsOf(words, line.amounts, withShare)
  const gap = Array.from({ length: columns }, () => NOT_AVAILABLE)
  const share = stated.findLast((each) => each.quantity === 'figure' && each.unit === 'percent')
  return withShare && share
    ? [...gap.slice(0, -1), { says: sayStated(words, share), value: Number(share.value) }]
    : gap
}

function marksFor(words: Words, { amounts }: Line, stated: StatedValue[]): Row['marks'] {
  if (amounts.reconstructed > 0) return [markOf(words, 'reconstructed')]
  const isStated = amounts.records === 0 && stated.length > 0
  return isStated ? [markOf(words, 'stated')] : []
}

// Two organisations that report together may have said the same.
function unique(said: Sourced[]): Sourced[] {
  const seen = new Set<string>()
  return said.filter(({ says, source }) => {
    const key = `${says} ${source}`
    return !seen.has(key) && seen.add(key)
  })
}

function order(words: Words, a: Row, b: Row): number {
  const last = Number(!isNamed(a.slug)) - Number(!isNamed(b.slug))
  return last || words.text(a.name).says.localeCompare(words.text(b.name).says, 'en-GB')
}
