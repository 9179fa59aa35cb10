/* What an organisation has to do with one measure. Pure. */
import type { Government } from '#definitions'
import type { Cell } from '#design'
import { type Account, answeredBy, type Figure, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue, Statement } from '#registers'
import { registerOf } from '#roadmaps'
import { type Mark, markOf, roundedMarks, sayInShort, sayStated } from '../sentences/rules.ts'
import { type Sourced, saidIn, silenceOf, statedIn, statementCells } from '../sentences/said.ts'

export interface OwnFigure {
  figure: Figure
  statements: Statement[]
  stated: StatedValue[]
  /** 7 of 11 systems; the symbol of what was said instead; or why there is no number. */
  stands: Cell
  marks: Mark[]
  said: Sourced[]
  /** By a record or a statement of its own; null where its part may be among records whose holder was not published. */
  hasAnswered: boolean | null
}

/** Undefined where it has nothing to do with the measure. */
export function ownFigureOf(
  words: Words,
  government: Government,
  account: Account,
  organisation: string,
): OwnFigure | undefined {
  const { commitment, measure } = account.promised
  const figure = figureOf(account, organisation)
  const statements = account.statements.filter((each) => each.organisation === organisation)
  const line = account.lines.get(organisation)
  const stated = account.stated.filter(
    (each) => each.organisation === organisation || (each.line !== null && each.line === line?.slug),
  )
  // Without a number of its own a derived measure says no more than the one it is derived from, if that is beside it.
  const isWorthALine = !measure.derived || commitment.measures.every(({ derived }) => derived)
  const isInScope = account.scope.includes(organisation) && isWorthALine
  if (!isInScope && figure.basis === 'none' && statements.length === 0 && stated.length === 0)
    return undefined
  return {
    figure,
    statements,
    stated,
    stands: standsOf(words, account, figure, statements, stated),
    marks: [...marksFor(words, figure.basis, stated), ...roundedMarks(words, account.promised, figure)],
    said: [
      ...statements.map((each) => saidIn(words, each, registerOf(government, account.promised))),
      ...stated.map((each) => statedIn(words, each)),
      ...(line && line.slug !== organisation
        ? [
            {
              says: words.say('progress.organisation.counted-with', { line: words.text(line.name).says }),
              source: '',
            },
          ]
        : []),
    ],
    hasAnswered: figure.coverage.answered === 1 || (silenceOf(account) === 'not-published' ? null : false),
  }
}

function marksFor(words: Words, basis: Figure['basis'], stated: readonly StatedValue[]): Mark[] {
  if (basis === 'reconstructed') return [markOf(words, 'reconstructed')]
  return basis !== 'recorded' && stated.length > 0 ? [markOf(words, 'stated')] : []
}

function standsOf(
  words: Words,
  account: Account,
  figure: Figure,
  statements: readonly Statement[],
  stated: readonly StatedValue[],
): Cell {
  const { measure } = account.promised
  if (figure.basis === 'recorded' || figure.basis === 'reconstructed')
    return { says: sayInShort(words, figure, measure) }
  const share = stated.findLast((each) => each.quantity === 'figure')
  if (share) return { says: sayStated(words, share) }
  // As in the commitment's own table.
  const [said] = statements.flatMap((each) => statementCells(words, each, 1, false))
  if (said) return said
  const isAnswered = answeredBy(account).has(figure.organisation ?? '')
  const without = stated.length > 0 ? 'organisation.only-stated' : `row.${silenceOf(account)}`
  return { says: words.say(`progress.${isAnswered ? 'organisation.nothing-counts' : without}`) }
}
