import { z } from 'zod'
import { type Amounts, type Explanation, explain as explainFigure } from '#figures'
import { named, type Promised } from '#roadmaps'
import { command } from '../command.ts'
import { date, flag, moment, number, organised, word } from '../input.ts'
import { tableLines } from '../table.ts'
import { known, organisationNamed, promised } from './asked.ts'

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
      says: 'The first date as known then. Without it: as known for the second.',
    },
    known: { takes: 'MOMENT', says: 'The second date as known then. Without it: as known now.' },
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
      for (const each of additive(promised(late.government, asked))) {
        const between = { from: { on: asked.from, known: early }, to: { on: asked.to, known: late } }
        explanations.push(
          await explainFigure(tx, {
            promised: each,
            ...between,
            organisation,
            organised: asked.organised,
            today,
          }),
        )
        work.signal.throwIfAborted()
      }
      return explanations
    })
    if (!found) {
      work.say('--from-known is later than --known. Knowledge only grows: exchange the two.')
      return 1
    }
    if (asked.json) work.out(JSON.stringify({ explanations: found }))
    else for (const line of found.flatMap(asLines)) work.out(line)
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

function asLines({ commitment, measure, from, to, difference, classes }: Explanation): string[] {
  const rows = [
    [`on ${from.on}`, '', ...cells(from)],
    ...classes.map((each) => [each.class, String(each.records), ...cells(each.amounts, true)]),
    [`on ${to.on}`, '', ...cells(to)],
  ]
  const header = [`${commitment}/${measure}`, 'records', 'counted', 'out of', 'unknown']
  const net = `The difference is ${cells(difference, true).slice(0, 2).join(' counted, ')} out of.`
  return [...tableLines(header, rows), net, '']
}

function cells({ counted, outOf, unknown }: Amounts, signed = false): string[] {
  return [counted, outOf, unknown].map((amount) => (signed && amount > 0 ? `+${amount}` : String(amount)))
}
