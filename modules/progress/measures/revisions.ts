/* The revision triangle of a figure, and how its definition has changed. Pure. */
import { type Measure, measureSentence } from '#definitions'
import type { Cell, Table } from '#design'
import type { DefinitionVersion, RevisionCell, Revisions } from '#figures'
import type { Words } from '#platform/messages'
import { averageCell, dateCell, isAverage, NOT_AVAILABLE } from '../sentences/cells.ts'

/** Down: the dates that a figure is about. Across: when it was known. Undefined where nothing was known yet. */
export function revisionsTable(
  words: Words,
  { promised, columns, rows, every }: Revisions,
): { table: Table; says: string } | undefined {
  // A date that came after everything that is recorded: each moment of knowledge is from before it.
  const known = rows.filter(({ cells }) => cells.some((cell) => cell !== null))
  if (columns.length === 0 || known.length === 0) return undefined
  const { measure } = promised
  const changed = known.flatMap(({ cells }) => cells).filter((cell) => cell?.revision === 'changed').length
  return {
    says: words.say(`progress.revisions.says.${every}`, { changed }),
    table: {
      id: `${measure.name}-revisions`,
      caption: words.say('progress.revisions.caption', { title: words.text(measure.title).says }),
      columns: [
        { key: 'on', label: words.say('progress.revisions.on'), kind: 'words' },
        ...columns.map(({ recording, recordedAt }) => ({
          key: `recording-${recording}`,
          label: words.say('progress.revisions.known', { date: words.date(recordedAt.slice(0, 10)) }),
          kind: 'number' as const,
        })),
      ],
      rows: known.map(({ on, cells }) => ({
        cells: [dateCell(words, on), ...cells.map((cell) => revisionCell(words, measure, cell))],
      })),
    },
  }
}

/** What was known; a mark where it is not what was known before. */
function revisionCell(words: Words, measure: Measure, cell: RevisionCell | null): Cell {
  if (cell === null) return NOT_AVAILABLE
  const { counted, outOf, unknown, revision } = cell
  const isAllUnknown = outOf !== null && outOf > 0 && unknown >= outOf
  const says = isAllUnknown
    ? words.say('progress.figure.none')
    : outOf === null
      ? words.number(counted)
      : words.say('progress.figure.of', { counted, outOf })
  const marks =
    revision === 'changed' ? [{ kind: 'revised', words: words.say('progress.revisions.changed') }] : []
  if (isAverage(measure)) return { ...averageCell(words, cell.value, unknown), marks }
  return { says, value: isAllUnknown ? null : counted, marks }
}

/** Each version of a definition, as a sentence, with when it was adopted and from when it is in force. */
export function definitionsTable(
  words: Words,
  measure: Measure,
  versions: readonly DefinitionVersion[],
): Table {
  return {
    id: `${measure.name}-definitions`,
    caption: words.say('progress.definitions.caption', { title: words.text(measure.title).says }),
    shape: 'stacked',
    columns: ['version', 'adopted', 'from', 'says', 'source'].map((key) => ({
      key,
      label: words.say(`progress.definitions.${key}`),
      kind: 'words',
    })),
    rows: versions.map(({ version, recordedAt, from, promised, register, source }) => ({
      cells: [
        { says: version },
        dateCell(words, recordedAt.slice(0, 10)),
        from === null
          ? { says: words.say('progress.definitions.all-dates'), value: null }
          : dateCell(words, from),
        {
          says: promised
            ? measureSentence(register ?? undefined, promised.measure, words.locale)
            : words.say('progress.definitions.withdrawn'),
        },
        { says: source },
      ],
    })),
  }
}
