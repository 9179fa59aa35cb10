/* What an organisation has to do with each promise. Pure. */
import type { Commitment, Government, Roadmap, Text } from '#definitions'
import { type Account, answeredBy, type Figure, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue, Statement } from '#registers'
import { nameOf, registerOf } from '#roadmaps'
import { type Mark, markOf, sayInShort, sayStated } from '../sentences/rules.ts'
import { type Sourced, saidIn, silenceOf, statedIn } from '../sentences/said.ts'

/** Every commitment is in one of the four. */
export interface Parts {
  parts: ShownPart[]
  /** In scope of a promise that has no measure yet. */
  notComputed: Link[]
  /** Not in scope: the commitment names its organisations, and this is none of them. */
  notIn: Link[]
  /** The commitment does not name its organisations, so nobody can say. */
  notKnown: Link[]
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
  /** 7 of 11 systems; or why there is no number. */
  stands: string
  marks: Mark[]
  said: Sourced[]
}

export function partsOf(
  words: Words,
  government: Government,
  accounts: readonly Account[],
  organisation: string,
): Parts {
  const byName = new Map(accounts.map((account) => [nameOf(account.promised), account]))
  const all: Parts = { parts: [], notComputed: [], notIn: [], notKnown: [] }
  for (const roadmap of government.roadmaps) {
    for (const commitment of roadmap.commitments) {
      const parts = commitment.measures.flatMap((measure) => {
        const account = byName.get(nameOf({ roadmap, commitment, measure }))
        return (account && showPart(words, government, account, organisation)) ?? []
      })
      const { number, title, scope } = commitment
      all.parts.push(...parts)
      if (parts.length > 0) continue
      const isNamed = scope.organisations.includes(organisation)
      const without = isNamed ? all.notComputed : scope.organisations.length > 0 ? all.notIn : all.notKnown
      without.push({ number, title, href: hrefOf(roadmap, commitment) })
    }
  }
  return all
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
  const isInScope = commitment.scope.organisations.includes(organisation) && !measure.derived
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
): string {
  const figure = figureOf(account, organisation)
  const { measure } = account.promised
  if (figure.basis === 'recorded' || figure.basis === 'reconstructed')
    return sayInShort(words, figure, measure)
  const share = stated.findLast((each) => each.quantity === 'figure')
  if (share) return sayStated(words, share)
  if (statements.length > 0) return words.say('progress.organisation.see-statement')
  if (answeredBy(account).has(organisation)) return words.say('progress.organisation.nothing-counts')
  return words.say(
    stated.length > 0 ? 'progress.organisation.only-stated' : `progress.row.${silenceOf(account)}`,
  )
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
