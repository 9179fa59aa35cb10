import type { Folder, Loaded } from '../folder.ts'
import type { Commitment, Derived, Measure } from '../roadmap.ts'
import type { Found } from './found.ts'
import { checkAmount } from './targets.ts'

type LoadedCommitment = Loaded<Commitment> & { roadmap: string }

export function checkDerived(
  found: Found,
  path: string[],
  measure: Measure,
  of: LoadedCommitment,
  folder: Folder,
): void {
  const { derived } = measure
  if (!derived) return
  for (const [where, name] of namesIn(derived)) {
    const target = findMeasure(name, of, folder)
    if (target === 'unknowable') continue
    if (!target) {
      const names = folder.commitments
        .filter(({ roadmap }) => roadmap === of.roadmap)
        .flatMap(({ value }) =>
          value.measures.map((each) => (value === of.value ? each.name : `${value.number}/${each.name}`)),
        )
      found.known([...path, 'derived', ...where], name, names, 'measure')
    } else if (comesRound(target, { measure, of }, folder)) {
      found.at([...path, 'derived', ...where], `"${measure.name}" would be made from itself`)
    } else if (target.measure.derived) {
      const says = `"${name}" is itself made from another measure, and what is not summed cannot be summed again`
      found.at([...path, 'derived', ...where], says, 'name the measure that one is made from')
    } else if (needsDenominator(derived) && target.measure.outOf === null) {
      found.at(
        [...path, 'derived', ...where],
        `"${name}" is a count: it has no proportion`,
        'add over: the measure to divide by',
      )
    }
  }
  if ('organisations' in derived)
    checkPassing(found, path, derived, findMeasure(derived.organisations.of, of, folder))
}

interface Placed {
  measure: Measure
  of: LoadedCommitment
}

function checkPassing(
  found: Found,
  path: string[],
  { organisations: { passing } }: Derived & { organisations: { passing: object } },
  target: ReturnType<typeof findMeasure>,
): void {
  const where = [...path, 'derived', 'organisations', 'passing']
  const tests = Object.entries(passing)
  if (tests.length === 0) found.at(where, 'say what an organisation must reach to pass', 'add atLeast: 100%')
  const of = typeof target === 'object' ? target.measure : undefined
  for (const [key, amount] of tests) checkAmount(found, [...where, key], amount, of)
}

function namesIn(derived: Derived): [string[], string][] {
  if ('quotient' in derived) {
    const { of, over } = derived.quotient
    return [
      [['quotient', 'of'], of],
      ...(over === undefined ? [] : ([[['quotient', 'over'], over]] satisfies [string[], string][])),
    ]
  }
  if ('organisations' in derived) return [[['organisations', 'of'], derived.organisations.of]]
  return [[['quantile', 'of'], derived.quantile.of]]
}

/** A quotient of one measure is its counted over its outOf. */
function needsDenominator(derived: Derived): boolean {
  return 'quotient' in derived && derived.quotient.over === undefined
}

export function findMeasure(
  name: string,
  from: LoadedCommitment,
  folder: Folder,
): Placed | 'unknowable' | undefined {
  const [number, other] = name.includes('/') ? name.split('/') : [String(from.value.number), name]
  const of = folder.commitments.find(
    ({ roadmap, value }) => roadmap === from.roadmap && value.number === Number(number),
  )
  if (!of) return folder.broken.commitments.has(`${from.roadmap}/${number}`) ? 'unknowable' : undefined
  const measure = of.value.measures.find((each) => each.name === other)
  return measure && { measure, of }
}

function comesRound(start: Placed, goal: Placed, folder: Folder, seen = new Set<Measure>()): boolean {
  if (start.measure === goal.measure) return true
  if (seen.has(start.measure) || !start.measure.derived) return false
  seen.add(start.measure)
  return namesIn(start.measure.derived).some(([, name]) => {
    const next = findMeasure(name, start.of, folder)
    return typeof next === 'object' && comesRound(next, goal, folder, seen)
  })
}
