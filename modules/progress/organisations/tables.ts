/* The tables of organisations. Pure. */
import type { Column, Table } from '#design'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { numberedCell, textCell } from '../sentences/cells.ts'
import type { ShownPart } from './parts.ts'
import type { ShownOrganisation } from './rules.ts'

/** Every part that an organisation has in the promises, with a small line for each figure that has changed. */
export function partsTable(
  words: Words,
  caption: string,
  parts: readonly ShownPart[],
  pictures: ReadonlyMap<Promised, string>,
): Table {
  const column = (key: string, name: string): Column => ({
    key,
    label: words.say(`progress.organisation.${name}`),
    kind: 'words',
  })
  const hasTargets = parts.some(({ target }) => target !== '')
  const hasPictures = pictures.size > 0
  return {
    id: 'parts',
    caption,
    shape: 'stacked',
    columns: [
      column('commitment', 'commitment'),
      column('measure', 'measure'),
      ...(hasPictures
        ? [{ key: 'trend', label: words.say('progress.table.trend'), kind: 'picture' as const }]
        : []),
      column('stands', 'stands'),
      ...(hasTargets ? [column('target', 'target')] : []),
      column('said', 'said'),
    ],
    rows: parts.map(({ commitment, href, promised, measure, stands, target, marks, said }) => ({
      cells: [
        numberedCell(words, commitment.number, commitment.title, href),
        textCell(words, measure),
        ...(hasPictures ? [{ says: '', picture: pictures.get(promised) ?? '' }] : []),
        { ...stands, marks },
        ...(hasTargets ? [{ says: target }] : []),
        { says: '', notes: said },
      ],
    })),
  }
}

/** All that can be named, for those who take the list away. */
export function organisationsTable(
  words: Words,
  { there, notThere }: { there: ShownOrganisation[]; notThere: ShownOrganisation[] },
  on: IsoDate,
): Table {
  const row = (isThere: boolean) => (each: ShownOrganisation) => ({
    cells: [
      textCell(words, each.name, `/organisations/${each.slug}`),
      { says: each.slug },
      { says: each.abbreviation ?? '' },
      {
        says: words.say(isThere ? 'progress.records.counts' : 'progress.records.does-not-count'),
        value: isThere,
      },
      { says: each.became },
    ],
  })
  const column = (key: string): Column => ({
    key,
    label: words.say(`progress.organisations.${key}`, { on: words.date(on) }),
    kind: 'words',
  })
  return {
    id: 'organisations',
    caption: words.say('progress.nav.organisations'),
    columns: ['name', 'slug', 'abbreviation', 'isThere', 'became'].map(column),
    rows: [...there.map(row(true)), ...notThere.map(row(false))],
  }
}
