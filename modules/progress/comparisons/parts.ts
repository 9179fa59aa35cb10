import type { Table } from '#design'
import { nameOf, type Promised, promisesOf } from '#roadmaps'
import type { Asked } from '../documents/document.ts'
import { publicAccounts } from '../known/queries.ts'
import { legendOf } from '../sentences/symbols.ts'
import { type Remark, remarksOn } from './bodies.ts'
import type { Compared, SideNames } from './compared.ts'
import type { Choice } from './input.ts'
import { compare, namesOf, organisationName } from './rules.ts'
import { allTable } from './tables.ts'

export interface Comparison {
  title: string
  names: SideNames
  says: string[]
  compared: Compared[]
  all: Table
  remarks: Remark[]
  legend: string
}

export async function readComparison(asked: Asked, choice: Choice): Promise<Comparison> {
  const { reader, words, known, asAt } = asked
  const { government } = known
  const promises = promisesOf(government)
  const accountsOn = async (on: string) => {
    const accounts = await publicAccounts(reader, { ...asAt, on }, promises)
    return new Map(accounts.map(({ account }) => [nameOf(account.promised), account]))
  }
  const [left, right] = [await accountsOn(choice.left.on), await accountsOn(choice.right.on)]
  const names = namesOf(words, government, choice)
  const all = promises.flatMap((promised) => {
    const accounts = { left: left.get(nameOf(promised)), right: right.get(nameOf(promised)) }
    if (!accounts.left || !accounts.right) return []
    return [compare(words, government, names, choice, { left: accounts.left, right: accounts.right })]
  })
  const compared = all.filter((each) => each.left.hasPart || each.right.hasPart)
  const title = titleOf(asked, choice, names)
  return {
    title,
    names,
    says: sentencesOf(asked, compared, all.length - compared.length),
    compared,
    all: allTable(words, title, compared),
    remarks: remarksOn(words, government, choice, asAt),
    legend: legendOf(words, compared.flatMap(shownIn)),
  }
}

/** What the page shows of a measure in which there may be a symbol. */
function shownIn({ isComparable, left, right, differences }: Compared): string[] {
  if (!isComparable) return [left.says, right.says]
  const numbers = [left.numbers, right.numbers, differences]
  return numbers.flatMap((each) => Object.values(each).map(({ says }) => says))
}

function titleOf({ words, known }: Asked, { left, right }: Choice, names: SideNames): string {
  if (left.organisation !== right.organisation) return words.say('progress.compare.result', { ...names })
  const name = organisationName(words, known.government, left.organisation)
  if (left.on !== right.on) return words.say('progress.compare.result-dates', { name, ...names })
  return words.say('progress.compare.result', { ...names })
}

function sentencesOf({ words }: Asked, compared: readonly Compared[], leftOut: number): string[] {
  const outside = compared.filter(({ left, right }) => left.isOutside || right.isOutside).length
  const comparable = compared.filter(({ isComparable }) => isComparable).length
  const isAll = comparable === compared.length
  const counts = { listed: compared.length, comparable, all: isAll ? 'yes' : 'no' }
  return [
    words.say('progress.compare.counts', counts),
    ...(outside > 0 ? [words.say('progress.compare.outside', { outside })] : []),
    ...(leftOut > 0 ? [words.say('progress.compare.left-out', { leftOut })] : []),
  ]
}

/** The measures that can be compared, by the commitment that they are of. */
export function byCommitment(compared: readonly Compared[]) {
  const key = ({ promised: { roadmap, commitment } }: Compared) => `${roadmap.slug}/${commitment.number}`
  const comparable = compared.filter(({ isComparable }) => isComparable)
  return [...Map.groupBy(comparable, key).values()].flatMap((measures) => {
    const [first] = measures
    if (!first) return []
    const { roadmap, commitment }: Promised = first.promised
    return [
      {
        roadmap: roadmap.title,
        number: commitment.number,
        title: commitment.title,
        href: `/roadmaps/${roadmap.slug}/commitments/${commitment.number}`,
        measures: measures.map(({ id, href, why, promised }) => ({
          id,
          href,
          why,
          title: promised.measure.title,
        })),
      },
    ]
  })
}

/** Those that cannot: what each side has instead of a number, or in place of the other's. */
export function notComparable(names: SideNames, compared: readonly Compared[]) {
  return compared
    .filter(({ isComparable }) => !isComparable)
    .map(({ promised: { commitment, measure }, href, left, right }) => ({
      number: commitment.number,
      title: measure.title,
      href,
      sides: [
        { name: names.left, ...left },
        { name: names.right, ...right },
      ],
    }))
}
