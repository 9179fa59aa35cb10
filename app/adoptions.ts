/*
 * What an adoption would change: it is made in a transaction, the figures before and after are compared, and the
 * transaction is undone. The postings of an adoption are the differences it makes, so their dates are the only ones,
 * besides today, on which a figure may begin to differ.
 */
import type { Government } from '#definitions'
import { accountsOf, type Figure, figureOf, type Known, knownAt, openAdoption } from '#figures'
import type { Kysely } from '#platform/database'
import { type Recorded, record } from '#registers'
import { nameOf, promisesOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { Database, Everything } from './modules.ts'

export interface Adoption {
  readonly government: Government
  /** From when what is redefined is in force; null: for all dates. */
  readonly from: IsoDate | null
  readonly source: string
}

/** One figure before and after; undefined where there is none. */
export interface Difference {
  readonly name: string
  readonly organisation: string | null
  readonly on: IsoDate
  readonly before: Figure | undefined
  readonly after: Figure | undefined
}

export interface Preview {
  readonly differences: readonly Difference[]
  /** The dates on which figures were compared, and how many there are to compare. */
  readonly compared: number
  readonly dates: number
  /** Measures that are rounded from now on, or by more than before: on all dates, and as known at any moment. */
  readonly rounded: readonly { readonly name: string; readonly to: number }[]
}

const ACTOR = 'command-line'
const MOST_DATES = 60

/** Thrown to undo a transaction whose answer is known. */
class Undo extends Error {
  readonly preview: Preview | { says: string }

  constructor(preview: Preview | { says: string }) {
    super('undone on purpose')
    this.preview = preview
  }
}

export async function adopt(
  tx: Kysely<Everything>,
  { government, from, source }: Adoption,
): Promise<Recorded> {
  const recording = {
    kind: 'adoption',
    actor: ACTOR,
    source,
    entries: [],
    statements: [],
    government,
  } as const
  return await record(tx, recording, openAdoption(tx, government, from))
}

/** Every figure that would differ, on each date on which one begins to differ and today. Nothing is kept. */
export async function preview(
  store: Database,
  adoption: Adoption,
  today: IsoDate,
  told: (done: number, of: number) => void,
): Promise<Preview | { says: string }> {
  try {
    return await store.as('ledger', { centre: true }, async (tx) => {
      throw new Undo(await compare(tx, adoption, today, told))
    })
  } catch (error) {
    if (error instanceof Undo) return error.preview
    throw error
  }
}

async function compare(
  tx: Kysely<Everything>,
  adoption: Adoption,
  today: IsoDate,
  told: (done: number, of: number) => void,
): Promise<Preview | { says: string }> {
  const last = await knownAt(tx, null)
  const recorded = await adopt(tx, adoption)
  if (!recorded.ok) return recorded
  const next = await knownAt(tx, null)
  // Knowledge is never lost: what was known before the adoption can still be asked for after it.
  const known = [last, next]
  const all = await changeDates(tx, recorded.number)
  const dates = [...new Set([...spread(all, MOST_DATES), today])].sort()
  const differences: Difference[] = []
  for (const [i, on] of dates.entries()) {
    told(i, dates.length)
    const [before, after] = [
      await figuresOn(tx, known[0], on, today),
      await figuresOn(tx, known[1], on, today),
    ]
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [one, other] = [before.get(key), after.get(key)]
      const differs = content(one?.figure) !== content(other?.figure)
      const { name, organisation } = one ?? other ?? { name: '', organisation: null }
      if (differs) differences.push({ name, organisation, on, before: one?.figure, after: other?.figure })
    }
  }
  return {
    differences,
    compared: dates.length,
    dates: new Set([...all, today]).size,
    rounded: roundedBy(last, next),
  }
}

/** What was known before is rounded as well, so these are not among the differences. */
function roundedBy(before: Known | undefined, after: Known | undefined): Preview['rounded'] {
  return promisesOf(after?.government ?? { roadmaps: [] }).flatMap((promised) => {
    const name = nameOf(promised)
    const number = after?.measures.get(name)
    const to = number === undefined ? undefined : after?.roundedTo.get(number)
    const was = number === undefined ? undefined : before?.roundedTo.get(number)
    return to === undefined || to === was ? [] : [{ name, to }]
  })
}

/** The dates on which an adoption's postings change a figure. */
async function changeDates(tx: Kysely<Everything>, recording: number): Promise<IsoDate[]> {
  const rows = await tx
    .selectFrom('figures.posting_sum')
    .select('effective_on')
    .distinct()
    .where('recording', '=', recording)
    .orderBy('effective_on')
    .execute()
  return rows.map((row) => row.effective_on)
}

type Named = { name: string; organisation: string | null; figure: Figure }

/** Every measure's figure on a date: for all together, and for each organisation that has an amount. */
async function figuresOn(
  tx: Kysely<Everything>,
  known: Known | undefined,
  on: IsoDate,
  today: IsoDate,
): Promise<Map<string, Named>> {
  const figures = new Map<string, Named>()
  if (!known) return figures
  const promises = promisesOf(known.government)
  for (const account of await accountsOf(tx, known, { promises, on, organised: 'then', today })) {
    const name = nameOf(account.promised)
    for (const organisation of [null, ...account.amounts.keys()]) {
      figures.set(`${name} ${organisation}`, { name, organisation, figure: figureOf(account, organisation) })
    }
  }
  return figures
}

/** What a reader sees of a figure: not which version computed it, nor when that was known. */
function content(figure: Figure | undefined): string {
  if (!figure) return ''
  const { counted, outOf, unknown, unit, value, coverage, target } = figure
  return JSON.stringify([counted, outOf, unknown, unit, value, coverage, target?.verdict])
}

/** At most so many of them, spread evenly, the first and the last among them. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  const step = (items.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => items[Math.round(i * step)]).filter(
    (item) => item !== undefined,
  )
}
