import type { FastifyInstance } from 'fastify'
import { NotFound } from '#platform/http'
import type { Asked, Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import type { Site } from '../pages.ts'
import { calledIn } from '../registers/values.ts'
import { isNamed } from '../sentences/rules.ts'
import { legendOf, saysOf } from '../sentences/symbols.ts'
import { holdingsOf, inTurn, placed, presentOn } from './history.ts'
import { judgementsTable } from './judgements.ts'
import { type FoundRecord, findRecord } from './parts.ts'
import { namingOf } from './rules.ts'
import { addsTable, entriesTable, stepsTable } from './tables.ts'

export function serveRecords(app: FastifyInstance, site: Site): void {
  const url = '/registers/:register/records/:record'
  serveDocument(app, site, { url, section: 'roadmaps' }, readRecord)
}

const readRecord: Read = async (asked) => {
  const { words, asAt } = asked
  const found = await findRecord(asked)
  // One answer for all: it must not be told from the address whether there is a record that is not public.
  if (!found) throw new NotFound(words.say('progress.record.not-found'))
  const { register, known, fields, referring, adding } = found
  const { government } = known
  const name = titleOf(asked, found)
  const entries = placed(register, found.entries, asAt.on)
  const adds = addsTable(words, adding, asAt.on)
  const steps = stepsTable(words, government, adding, asAt.on)
  const judgements = judgementsTable(words, government, fields, entries, asAt.on)
  const stands = sayStanding(asked, found)
  const record = words.text(register.record).says
  return {
    view: 'progress/records/views/record',
    title: name,
    breadcrumbs: [
      { href: '/registers', says: words.say('progress.registers.title') },
      { href: `/registers/${register.name}`, title: register.title },
    ],
    says: [words.say('progress.record.says', { record, id: found.entries[0].record }), stands],
    tables: [
      entriesTable(words, government, fields, entries, { name, on: asAt.on, referring }),
      ...(judgements ? [judgements] : []),
      ...(adding.length > 0 ? [adds] : []),
      ...(steps ? [steps] : []),
    ],
    context: {
      register,
      name,
      stands,
      record: found.entries[0].record,
      holdings: holdingsOf(found.entries).map(({ organisation, from, until }) => ({
        name: government.organisations.find(({ slug }) => slug === organisation)?.name ?? {
          en: organisation,
        },
        href: isNamed(organisation) ? `/organisations/${organisation}` : undefined,
        says: words.say(`progress.record.held.${until === null ? 'since' : 'until'}`, {
          from: words.date(from),
          until: until === null ? '' : words.date(until),
        }),
      })),
      hidden: register.fields.length > fields.length,
      isWithheld: adding.some((each) => each.steps === undefined),
      legend: legendOf(words, saysOf(adds.rows.flatMap(({ cells }) => cells))),
    },
  }
}

/** What it is called on the date; before its first entry, by that. */
function titleOf({ words, known, asAt }: Asked, { entries }: FoundRecord): string {
  return calledIn(words, known.government, namingOf(entries, asAt.on) ?? inTurn(entries)[0] ?? entries[0])
}

function sayStanding({ words, asAt }: Asked, { register, entries }: FoundRecord): string {
  const on = words.date(asAt.on)
  const present = presentOn(register, entries, asAt.on)
  if (!present) return words.say('progress.record.not-there', { on })
  return words.say('progress.record.stands', {
    on,
    from: words.date(present.effectiveOn),
    recorded: words.moment(present.recordedAt),
  })
}
