/* How a record was judged: the result that each entry kept, and by which version of which framework. Pure. */
import { z } from 'zod'
import { cannotBeJudged, type Field, type Framework, frameworkFor, type Government } from '#definitions'
import type { Cell, Column, Note, Table } from '#design'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import { isVerified } from '../frameworks/verified.ts'
import { hrefOf, titleCell } from '../frameworks/versions.ts'
import { dateCell, exactCell, textCell } from '../sentences/cells.ts'
import { markOf } from '../sentences/rules.ts'
import type { Placed } from './history.ts'

/** What may be told of an assessment. Its answers are never among it, nor its score where that is not public. */
const Told = z.object({
  rating: z.string(),
  version: z.string(),
  score: z.number().optional(),
  unverified: z.boolean().optional(),
})

/** The page of the version that an assessment kept; undefined where that is not among those adopted. */
export function judgedHref(
  { frameworks }: Government,
  field: Field,
  value: unknown,
  on: IsoDate,
): string | undefined {
  const told = Told.safeParse(value)
  if (field.type !== 'assessment' || !told.success) return undefined
  const by = versionIn(frameworks, { field, version: told.data.version })
  return by && hrefOf(frameworks, by, on)
}

interface Judgement extends z.infer<typeof Told> {
  effectiveOn: IsoDate
  field: Field & { type: 'assessment' }
}

/** Every result of every entry, in their order; undefined where there is none to tell. */
export function judgementsTable(
  words: Words,
  { frameworks }: Government,
  fields: readonly Field[],
  entries: readonly Placed[],
  on: IsoDate,
): Table | undefined {
  const judgements = judgementsIn(fields, entries)
  if (judgements.length === 0) return undefined
  const hasScore = judgements.some(({ score }) => score !== undefined)
  return {
    id: 'judgements',
    caption: words.say('progress.record.judged.caption'),
    shape: 'stacked',
    columns: [
      'effectiveOn',
      'field',
      'result',
      ...(hasScore ? ['score'] : []),
      'framework',
      'version',
      'rests',
    ].map((key): Column => ({ key, label: words.say(`progress.record.judged.${key}`), kind: 'words' })),
    rows: judgements.map((judgement) => {
      const { effectiveOn, field, score } = judgement
      return {
        cells: [
          dateCell(words, effectiveOn),
          textCell(words, field.title),
          resultCell(words, judgement),
          ...(hasScore ? [score === undefined ? { says: '' } : exactCell(words, score)] : []),
          frameworkCell(words, frameworks, judgement, on),
          { says: judgement.version },
          { says: '', notes: restsOn(words, frameworks, judgement, on) },
        ],
      }
    }),
  }
}

function judgementsIn(fields: readonly Field[], entries: readonly Placed[]): Judgement[] {
  const assessed = fields.filter((field) => field.type === 'assessment')
  return entries.flatMap(({ effectiveOn, values }) =>
    assessed.flatMap((field) => {
      const told = Told.safeParse(values[field.name])
      return told.success ? [{ ...told.data, effectiveOn, field }] : []
    }),
  )
}

function versionIn(
  frameworks: readonly Framework[],
  { field, version }: Pick<Judgement, 'field' | 'version'>,
): Framework | undefined {
  return frameworkFor(frameworks, field.framework, { version })
}

function resultCell(words: Words, { rating, unverified }: Judgement): Cell {
  const cell =
    rating === cannotBeJudged
      ? { says: words.say('progress.framework.cannot-be-judged') }
      : textCell(words, { en: rating })
  return unverified ? { ...cell, marks: [markOf(words, 'unverified')] } : cell
}

function frameworkCell(
  words: Words,
  frameworks: readonly Framework[],
  judgement: Judgement,
  on: IsoDate,
): Cell {
  const { framework: slug } = judgement.field
  const by = versionIn(frameworks, judgement)
  if (by) return titleCell(words, frameworks, by, on)
  const other = frameworks.find((each) => each.slug === slug)
  return other ? textCell(words, other.title) : { says: slug }
}

/** How sure it is, and whether it would be judged by the same version today. */
function restsOn(words: Words, frameworks: readonly Framework[], judgement: Judgement, on: IsoDate): Note[] {
  const say = (key: string, values = {}) => ({ says: words.say(`progress.record.judged.${key}`, values) })
  const by = versionIn(frameworks, judgement)
  const now = frameworkFor(frameworks, judgement.field.framework, { on })
  const isOther = now !== undefined && now.version !== judgement.version
  return [
    ...(judgement.unverified ? [say('unverified')] : []),
    ...(by && !judgement.unverified && !isVerified(by) ? [say('not-whole')] : []),
    ...(by ? [] : [say('no-version')]),
    ...(isOther ? [say('kept', { version: now.version, on: words.date(on) })] : []),
  ]
}
