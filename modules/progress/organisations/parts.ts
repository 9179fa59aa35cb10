/* What an organisation has to do with each promise. Pure. */
import type { Commitment, Government, Organisation, Roadmap, Text } from '#definitions'
import { type Account, answeredBy, type Figure, figureOf } from '#figures'
import { isThere, scopeOn } from '#organisations'
import type { Words } from '#platform/messages'
import type { StatedValue, Statement } from '#registers'
import { nameOf, registerOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { type Cell, type Mark, markOf, sayInShort, sayStated } from '../sentences/rules.ts'
import { type Sourced, saidIn, silenceOf, statedIn, statementCells } from '../sentences/said.ts'
import { legendOf } from '../sentences/symbols.ts'

/** Every commitment is in one of the four, on a date on which the organisation is there. */
export interface Parts {
  parts: ShownPart[]
  /** In scope of a promise that has no measure yet. */
  notComputed: Link[]
  /** Not in scope: the commitment names its organisations, and this is none of them. */
  notIn: Link[]
  /** The commitment does not name its organisations, so nobody can say. */
  notKnown: Link[]
  /** What the symbols among the parts mean. */
  legend: string
}

export interface Link {
  number: number
  title: Text
  href: string
}

export interface ShownPart {
  commitment: Pick<Commitment, 'number' | 'title'>
  href: string
  measure: Text
  /** 7 of 11 systems; the symbol of what was said instead; or why there is no number. */
  stands: Cell
  marks: Mark[]
  said: Sourced[]
}

export function partsOf(
  words: Words,
  government: Government,
  accounts: readonly Account[],
  organisation: Organisation,
  on: IsoDate,
): Parts {
  const byName = new Map(accounts.map((account) => [nameOf(account.promised), account]))
  const all: Omit<Parts, 'legend'> = { parts: [], notComputed: [], notIn: [], notKnown: [] }
  for (const roadmap of government.roadmaps) {
    for (const commitment of roadmap.commitments) {
      const parts = commitment.measures.flatMap((measure) => {
        const account = byName.get(nameOf({ roadmap, commitment, measure }))
        return (account && showPart(words, government, account, organisation.slug)) ?? []
      })
      all.parts.push(...parts)
      // Who is not there is in no scope: to say so of each promise would tell nothing.
      if (parts.length > 0 || !isThere(organisation, on)) continue
      const scope = scopeOn(government, commitment, on)
      const isIn = scope.includes(organisation.slug)
      const without = isIn ? all.notComputed : scope.length > 0 ? all.notIn : all.notKnown
      without.push({
        number: commitment.number,
        title: commitment.title,
        href: hrefOf(roadmap, commitment),
      })
    }
  }
  return {
    ...all,
    legend: legendOf(
      words,
      all.parts.map(({ stands }) => stands.says),
    ),
  }
}

function hrefOf(roadmap: Roadmap, { number }: Commitment): string {
  return `/roadmaps/${roadmap.slug}/commitments/${number}`
}

/** What the organisation has to do with one measure; undefined if it has nothing to do with it. */
function showPart(
  words: Words,
  government: Government,
  account: Account,
  organisation: string,
): ShownPart | undefined {
  const { roadmap, commitment, measure } = account.promised
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
    commitment,
    href: hrefOf(roadmap, commitment),
    measure: measure.title,
    stands: standsOf(words, account, organisation, statements, stated),
    marks: marksFor(words, figure.basis, stated),
    said: [
      ...statements.map((each) => saidIn(words, each, registerOf(government, account.promised))),
      ...stated.map((each) => statedIn(words, each)),
      ...togetherWith(words, line, organisation),
    ],
  }
}

function marksFor(words: Words, basis: Figure['basis'], stated: readonly StatedValue[]): Mark[] {
  if (basis === 'reconstructed') return [markOf(words, 'reconstructed')]
  return basis !== 'recorded' && stated.length > 0 ? [markOf(words, 'stated')] : []
}

function standsOf(
  words: Words,
  account: Account,
  organisation: string,
  statements: readonly Statement[],
  stated: readonly StatedValue[],
): Cell {
  const figure = figureOf(account, organisation)
  const { measure } = account.promised
  if (figure.basis === 'recorded' || figure.basis === 'reconstructed')
    return { says: sayInShort(words, figure, measure) }
  const share = stated.findLast((each) => each.quantity === 'figure')
  if (share) return { says: sayStated(words, share) }
  // As in the commitment's own table.
  const [said] = statements.flatMap((each) => statementCells(words, each, 1, false))
  if (said) return said
  const isAnswered = answeredBy(account).has(organisation)
  const without = stated.length > 0 ? 'organisation.only-stated' : `row.${silenceOf(account)}`
  return { says: words.say(`progress.${isAnswered ? 'organisation.nothing-counts' : without}`) }
}

function togetherWith(
  words: Words,
  line: { slug: string; name: Text } | undefined,
  organisation: string,
): Sourced[] {
  if (!line || line.slug === organisation) return []
  return [
    {
      says: words.say('progress.organisation.counted-with', { line: words.text(line.name).says }),
      source: '',
    },
  ]
}
