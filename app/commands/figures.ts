import { z } from 'zod'
import { type Account, accountsOf, figureOf } from '#figures'
import { successorsAt, unallocated } from '#organisations'
import { command } from '../command.ts'
import { date, flag, moment, number, organised, word } from '../input.ts'
import { known, organisationNamed, promised, sayKnown, sayNotComputed } from './asked.ts'
import { asJson, asLines, type Found } from './figures-found.ts'

export const figures = command({
  name: 'figures',
  summary: "Computes a commitment's figures, for any date and as known at any moment.",
  options: {
    roadmap: { takes: 'SLUG', says: 'The roadmap, for example 2022-to-2025.' },
    commitment: { takes: 'NUMBER', says: 'The commitment.' },
    measure: { takes: 'NAME', says: 'One of its measures. Without it: all of them.' },
    on: { takes: 'DATE', says: 'The date the figure is for.' },
    known: { takes: 'MOMENT', says: "As known then; a date is that day's end. Without it: as known now." },
    organisation: { takes: 'SLUG', says: 'Of one organisation. Without it: of all together.' },
    organised: {
      takes: 'then|now',
      says: 'Organisations as they were (then), or by their successors today (now).',
    },
    json: { says: 'Answer in JSON.' },
  },
  input: z.strictObject({
    roadmap: word,
    commitment: number,
    measure: word.optional(),
    on: date,
    known: moment.optional(),
    organisation: word.optional(),
    organised,
    json: flag,
  }),
  notes:
    'In JSON: figures; beside them "stated", the numbers that were published without their parts, and "statements", what\n' +
    'organisations said instead of records.',
  examples: [
    'figures --roadmap 2022-to-2025 --commitment 10 --on 2024-02-29',
    'figures --roadmap 2022-to-2025 --commitment 10 --on 2024-02-29 --known 2024-03-01T00:00:00Z --json',
  ],
  needsDatabase: true,
  async run(asked, work) {
    const store = await work.database()
    const today = new Date().toISOString().slice(0, 10)
    const { found, beside } = await store.as('staff', { centre: true }, async (tx) => {
      const then = await known(tx, asked.known)
      const { government } = then
      const promises = promised(government, asked)
      const isOfNobody = asked.organised === 'now' && asked.organisation === unallocated
      const named = isOfNobody ? null : organisationNamed(government, asked.organisation)
      const { on, organised: how } = asked
      const accounts = await accountsOf(tx, then, { promises, on, organised: how, today })
      const organisation = isOfNobody ? unallocated : (named?.slug ?? null)
      const of: Found = {
        on,
        known: sayKnown(then.knownAt, asked.known),
        organisation,
        rows: accounts.map((account) => ({ account, figure: figureOf(account, organisation) })),
      }
      const became = named ? successorsAt(government, named.slug, today) : []
      const isGone = how === 'now' && named !== null && !became.includes(named.slug)
      const words = isGone ? [sayBecame(named.slug, became, accounts)] : []
      return { found: of, beside: promises.length === 0 ? [sayNotComputed(asked.commitment)] : words }
    })
    for (const line of beside) work.say(line)
    if (asked.json) work.out(JSON.stringify(asJson(found)))
    else for (const line of asLines(found)) work.out(line)
    return 0
  },
})

/** What an organisation is today, and that some of its records may be with none of its parts in particular. */
function sayBecame(slug: string, became: readonly string[], accounts: readonly Account[]): string {
  const isHeld = accounts.some(({ amounts }) => (amounts.get(unallocated)?.records ?? 0) > 0)
  const [first = '', ...others] = became.toReversed()
  const names = others.length > 0 ? `${others.toReversed().join(', ')} and ${first}` : first
  const rest = isHeld
    ? ` Records that do not say which part of a body has them are under --organisation ${unallocated}.`
    : ''
  return `Today ${slug} is ${names}. Ask for ${others.length > 0 ? 'those' : 'that'} instead.${rest}`
}
