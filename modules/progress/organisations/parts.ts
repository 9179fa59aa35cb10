/* What an organisation has to do with each promise. Pure. */
import type { Commitment, Government, Organisation, Register, Roadmap, Text } from '#definitions'
import type { Cell } from '#design'
import { type Account, type Figure, figureOf } from '#figures'
import { isThere, scopeOn } from '#organisations'
import type { Words } from '#platform/messages'
import { nameOf, type Promised, registerOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { type Mark, targetOf } from '../sentences/rules.ts'
import type { Sourced } from '../sentences/said.ts'
import { legendOf } from '../sentences/symbols.ts'
import { ownFigureOf } from './own-figures.ts'

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
  /** The figures behind the parts. */
  figures: Figure[]
}

export interface Link {
  number: number
  title: Text
  href: string
}

export interface ShownPart {
  commitment: Pick<Commitment, 'number' | 'title'>
  href: string
  promised: Promised
  measure: Text
  /** 7 of 11 systems; the symbol of what was said instead; or why there is no number. */
  stands: Cell
  /** Where each organisation is to meet the target: what it is, and whether this one has met it. */
  target: string
  marks: Mark[]
  said: Sourced[]
  hasAnswered: boolean | null
}

export interface Whose {
  organisation: Organisation
  on: IsoDate
  /** Counted by the organisations of today, what it had is with those that came after it. */
  isCountedElsewhere: boolean
}

export function partsOf(
  words: Words,
  government: Government,
  accounts: readonly Account[],
  { organisation, on, isCountedElsewhere }: Whose,
): Parts {
  const byName = new Map(accounts.map((account) => [nameOf(account.promised), account]))
  const all: Omit<Parts, 'legend'> = { parts: [], notComputed: [], notIn: [], notKnown: [], figures: [] }
  for (const roadmap of government.roadmaps) {
    for (const commitment of roadmap.commitments) {
      const parts = commitment.measures.flatMap((measure) => {
        const account = byName.get(nameOf({ roadmap, commitment, measure }))
        const part = account && showPart(words, government, account, organisation.slug, isCountedElsewhere)
        if (!part) return []
        all.figures.push(figureOf(account, organisation.slug))
        return part
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
  isCountedElsewhere: boolean,
): ShownPart | undefined {
  const own = ownFigureOf(words, government, account, organisation)
  if (!own) return undefined
  const { promised } = account
  const { measure } = promised
  const { figure, stands, marks, said, hasAnswered } = own
  const isElsewhere = isCountedElsewhere && figure.basis === 'none'
  return {
    commitment: promised.commitment,
    href: hrefOf(promised.roadmap, promised.commitment),
    promised,
    measure: measure.title,
    stands: isElsewhere ? { says: words.say('progress.organisation.with-successors') } : stands,
    target: isElsewhere || measure.target?.each !== 'organisation' ? '' : targetOf(words, figure),
    marks,
    said,
    hasAnswered,
  }
}

/** The registers that it holds records of, or has said something of, in the order of the promises. */
export function registersOf(
  government: Government,
  accounts: readonly Account[],
  organisation: string,
): Register[] {
  const registers = accounts.flatMap((account) => {
    const hasSpoken = account.statements.some((each) => each.organisation === organisation)
    const isHolder = account.holders.has(organisation)
    return hasSpoken || isHolder ? (registerOf(government, account.promised) ?? []) : []
  })
  return [...new Set(registers)]
}
