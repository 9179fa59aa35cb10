import { z } from 'zod'
import {
  type Amounts,
  accountsOf,
  type Explanation,
  explain as explainFigure,
  figureOf,
  type Known,
  type Organised,
} from '#figures'
import type { Kysely } from '#platform/database'
import type { StatedValue } from '#registers'
import { named, type Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { command } from '../command.ts'
import { date, flag, moment, number, organised, word } from '../input.ts'
import type { Everything } from '../modules.ts'
import { tableLines } from '../table.ts'
import { known, organisationNamed, promised, sayNotComputed } from './asked.ts'
import { statedLines } from './figures-found.ts'

export const explain = command({
  name: 'explain',
  summary: "Says why a commitment's figures differ between two dates. The causes sum exactly.",
  options: {
    roadmap: { takes: 'SLUG', says: 'The roadmap, for example 2022-to-2025.' },
    commitment: { takes: 'NUMBER', says: 'The commitment.' },
    measure: { takes: 'NAME', says: 'One of its measures. Without it: all of them.' },
    from: { takes: 'DATE', says: 'The first date.' },
    to: { takes: 'DATE', says: 'The second date.' },
    'from-known': {
      takes: 'MOMENT',
      says: "The first date as known then; a date is that day's end. Without it: as known for the second.",
    },
    known: {
      takes: 'MOMENT',
      says: "The second date as known then; a date is that day's end. Without it: as known now.",
    },
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
    from: date,
    to: date,
    'from-known': moment.optional(),
    known: moment.optional(),
    organisation: word.optional(),
    organised,
    json: flag,
  }),
  notes:
    'Each record is followed along one path: what was corrected later, what was redefined, what time did, and what was\n' +
    'redefined between the dates. Other paths also sum, with other causes.',
  examples: ['explain --roadmap 2022-to-2025 --commitment 10 --from 2024-02-29 --to 2025-03-26'],
  needsDatabase: true,
  async run(asked, work) {
    const store = await work.database()
    const today = new Date().toISOString().slice(0, 10)
    // Explaining reads entries, which no other role may read whole.
    const found = await store.as('ledger', { centre: true }, async (tx) => {
      const late = await known(tx, asked.known)
      const early = asked['from-known'] === undefined ? late : await known(tx, asked['from-known'])
      if (early.recording > late.recording) return undefined
      const organisation = organisationNamed(late.government, asked.organisation)?.slug ?? null
      const explanations: Explanation[] = []
      const promises = promised(late.government, asked)
      const sides = { from: { on: asked.from, known: early }, to: { on: asked.to, known: late } }
      for (const each of additive(promises)) {
        explanations.push(
          await explainFigure(tx, {
            promised: each,
            ...sides,
            organisation,
            organised: asked.organised,
            today,
          }),
        )
        work.signal.throwIfAborted()
      }
      const how = { organisation, organised: asked.organised, today }
      const stated = [
        await statedOn(tx, promises, sides.from, how),
        await statedOn(tx, promises, sides.to, how),
      ]
      return { explanations, stated: stated.flat(), isComputed: promises.length > 0 }
    })
    if (!found) {
      work.say('--from-known is later than --known. Knowledge only grows: exchange the two.')
      return 1
    }
    if (!found.isComputed) work.say(sayNotComputed(asked.commitment))
    const { explanations, stated } = found
    if (asked.json) work.out(JSON.stringify({ explanations, stated }))
    else for (const line of [...explanations.flatMap(asLines), ...besideLines(found)]) work.out(line)
    return 0
  },
})

/** A derived measure is not summed: it is explained by those it is derived from. Each once. */
function additive(promises: readonly Promised[]): Promised[] {
  const all = promises.flatMap((each): Promised[] => {
    const { derived } = each.measure
    if (!derived) return [each]
    const names = 'quotient' in derived ? [derived.quotient.of, derived.quotient.over] : []
    if ('organisations' in derived) names.push(derived.organisations.of)
    if ('quantile' in derived) names.push(derived.quantile.of)
    return additive(names.flatMap((name) => (name === undefined ? [] : (named(each, name) ?? []))))
  })
  const seen = new Set<string>()
  return all.filter(({ commitment, measure }) => {
    const name = `${commitment.number}/${measure.name}`
    return seen.has(name) ? false : seen.add(name)
  })
}

type StatedOn = StatedValue & { readonly measure: string; readonly on: IsoDate }

/** The numbers that were published without their parts, as they stood on one of the two dates. */
async function statedOn(
  tx: Kysely<Everything>,
  promises: readonly Promised[],
  { on, known: then }: { on: IsoDate; known: Known },
  { organisation, ...how }: { organisation: string | null; organised: Organised; today: IsoDate },
): Promise<StatedOn[]> {
  const accounts = await accountsOf(tx, then, { promises, on, ...how })
  return accounts.flatMap((account) =>
    figureOf(account, organisation).stated.map((value) => ({
      ...value,
      measure: account.promised.measure.name,
      on,
    })),
  )
}

/** Where there is nothing to explain, what there is instead. */
function besideLines({
  explanations,
  stated,
}: {
  explanations: readonly Explanation[]
  stated: readonly StatedOn[]
}): string[] {
  if (explanations.every(hasRecords)) return []
  const dates = [...new Set(stated.map(({ on }) => on))]
  return dates.flatMap((date) => [
    `On ${date}`,
    ...statedLines(stated.filter(({ on }) => on === date)).slice(1),
    '',
  ])
}

function hasRecords({ from, to, changes }: Explanation): boolean {
  return from.records > 0 || to.records > 0 || changes.length > 0
}

function asLines(explanation: Explanation): string[] {
  const { commitment, measure, from, to, difference, classes, roundedTo } = explanation
  if (!hasRecords(explanation)) {
    return [`${commitment}/${measure}: no records on either date, so there is nothing to explain.`, '']
  }
  const rows = [
    [`on ${from.on}`, '', ...cells(from)],
    ...classes.map((each) => [each.class, String(each.records), ...cells(each.amounts, true)]),
    [`on ${to.on}`, '', ...cells(to)],
  ]
  const header = [`${commitment}/${measure}`, 'records', 'counted', 'out of', 'unknown']
  const net = `The difference is ${cells(difference, true).slice(0, 2).join(' counted, ')} out of.`
  const whole = roundedTo === null ? [] : [sayWhole(roundedTo)]
  return [...tableLines(header, rows), net, ...whole, '']
}

function sayWhole(count: number): string {
  return `Both figures are rounded to the nearest ${count}. What the change is made of would tell small numbers, so it is not told.`
}

function cells({ counted, outOf, unknown }: Amounts, signed = false): string[] {
  return [counted, outOf, unknown].map((amount) => (signed && amount > 0 ? `+${amount}` : String(amount)))
}
