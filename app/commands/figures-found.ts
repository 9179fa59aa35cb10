/* Figures as an answer: a table, or JSON. Pure. */
import type { Account, Figure } from '#figures'
import { type StatedValue, type Statement, symbolOf } from '#registers'
import type { IsoDate } from '#shared/dates'
import { tableLines } from '../table.ts'
import { sayVerdict } from './verdicts.ts'

export interface Found {
  readonly on: IsoDate
  /** What was known, in words. */
  readonly known: string
  readonly organisation: string | null
  readonly rows: readonly { readonly account: Account; readonly figure: Figure }[]
}

/** The figures; beside them, the numbers that were only stated, and what was said instead of records. */
export function asJson({ rows, organisation }: Found) {
  return {
    figures: rows.map(
      ({ figure: { stated: _stated, target: _target, latest: _latest, ...figure } }) => figure,
    ),
    stated: rows.flatMap(({ figure: { stated, measure } }) => stated.map((value) => ({ ...value, measure }))),
    statements: rows.flatMap(({ account, figure: { measure } }) =>
      saidOf(account, organisation).map(({ statement: _statement, recording: _recording, ...said }) => ({
        measure,
        ...said,
        symbol: symbolOf(said),
      })),
    ),
  }
}

export function asLines({ on, known, organisation, rows }: Found): string[] {
  if (rows.length === 0) return []
  const header = ['measure', 'figure', 'unknown', 'answered', 'basis', 'target', 'definition']
  const figures = rows.map(({ account, figure }) => [
    figure.measure,
    sayAmounts(figure, organisation === null ? [] : saidOf(account, organisation)),
    figure.unknown ? String(figure.unknown) : '',
    sayCoverage(figure.coverage),
    figure.basis,
    sayVerdict(figure),
    figure.definition,
  ])
  return [
    `On ${on}, ${known}${organisation ? `: ${organisation}` : ''}`,
    '',
    ...tableLines(header, figures),
    ...roundedLines(rows.map(({ figure }) => figure)),
    ...saidLines(rows.flatMap(({ account }) => saidOf(account, organisation))),
    ...statedLines(
      rows.flatMap(({ figure: { measure, stated } }) => stated.map((value) => ({ ...value, measure }))),
    ),
  ]
}

/** Which figures are made of rounded numbers, and what for. */
function roundedLines(figures: readonly Figure[]): string[] {
  const byCount = Map.groupBy(figures, ({ roundedTo }) => roundedTo)
  const lines = [...byCount].flatMap(([count, of]) =>
    count === undefined
      ? []
      : `Rounded to the nearest ${count}, so that no small number can be worked out: ${of.map(({ measure }) => measure).join(', ')}`,
  )
  return lines.length === 0 ? [] : ['', ...lines]
}

/** Numbers that somebody published: shown with their source, and never summed. */
export function statedLines(stated: readonly (StatedValue & { measure: string })[]): string[] {
  if (stated.length === 0) return []
  const rows = stated.map(({ measure, value, unit, says, source, asAt, organisation, line }) => [
    measure,
    `${value}${unit === 'percent' ? '%' : ''}`,
    asAt,
    line ?? organisation,
    `${says} (${source})`,
  ])
  const header = ['measure', 'value', 'as at', 'of', 'in its own words']
  return ['', 'Stated, and not computed:', ...tableLines(header, rows)]
}

/** Statements are of a register or a part of it, so that several measures may have the same one. */
function saidLines(statements: readonly Statement[]): string[] {
  if (statements.length === 0) return []
  const once = new Map(statements.map((each) => [`${each.statement} ${each.organisation}`, each]))
  const rows = [...once.values()].map((each) => [
    each.organisation,
    symbolOf(each),
    sayStatement(each),
    each.effectiveOn,
    [each.note, each.source && `(${each.source})`].filter(Boolean).join(' '),
  ])
  const header = ['organisation', 'symbol', 'says', 'from', 'in its own words']
  return ['', 'Said, in place of records:', ...tableLines(header, rows)]
}

function saidOf({ statements, bases }: Account, organisation: string | null): Statement[] {
  const said = [...statements, ...bases.flatMap((base) => base.statements)]
  const once = new Map(said.map((each) => [`${each.statement} ${each.organisation}`, each]))
  return [...once.values()].filter((each) => organisation === null || each.organisation === organisation)
}

/** none exist in legacy-systems, red-rated */
function sayStatement({ says, register, part }: Statement): string {
  return `${says}: ${register}${part === null ? '' : `, ${part}`}`
}

function sayAmounts({ counted, outOf, unit, value }: Figure, said: readonly Statement[]): string {
  if (value !== undefined) return `${value} ${unit}`
  if (counted !== null) return outOf === null ? `${counted} ${unit}` : `${counted} of ${outOf} ${unit}`
  if (said.length === 0) return 'no records'
  return said.map((each) => `${symbolOf(each)} ${each.says}${each.part ? `: ${each.part}` : ''}`).join('; ')
}

function sayCoverage({ answered, inScope }: Figure['coverage']): string {
  const some = answered === null ? 'not published' : String(answered)
  return inScope === null ? `${some}; scope not published` : `${some} of ${inScope}`
}
