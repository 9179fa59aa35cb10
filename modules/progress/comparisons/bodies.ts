/* The two that are compared, as bodies: whether each was there on its day, and what became of it. Pure. */
import type { Government, Text } from '#definitions'
import { isThere } from '#organisations'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import type { AsAt } from '../as-at/input.ts'
import { predecessorsOf, successorsOf } from '../organisations/rules.ts'
import type { Choice, Side } from './input.ts'
import { organisationName } from './rules.ts'

/** A sentence, and the bodies that it leads to. */
export interface Remark {
  says: string
  others: { slug: string; name: Text }[]
}

export function remarksOn(words: Words, government: Government, choice: Choice, asAt: AsAt): Remark[] {
  const { left, right } = choice
  const sides = left.organisation === right.organisation && left.on === right.on ? [left] : [left, right]
  const isMixed =
    left.organisation !== right.organisation && (left.organisation === null || right.organisation === null)
  const differsTwice = left.organisation !== right.organisation && left.on !== right.on
  const part = left.organisation ?? right.organisation
  return [
    ...sides.flatMap((side) => remarksOnSide(words, government, side, asAt)),
    ...(isMixed ? [remark('includes', { name: organisationName(words, government, part) })] : []),
    ...(differsTwice ? [remark('differs-twice', {})] : []),
  ]

  function remark(key: string, values: Record<string, string>): Remark {
    return { says: words.say(`progress.compare.${key}`, values), others: [] }
  }
}

function remarksOnSide(
  words: Words,
  government: Government,
  { organisation, on }: Side,
  { organised, today }: AsAt,
): Remark[] {
  const body = government.organisations.find(({ slug }) => slug === organisation)
  if (!body) return []
  const name = words.text(body.name).says
  const say = (key: string, date: IsoDate, others: Remark['others']) => ({
    says: words.say(`progress.compare.${key}`, { name, on: words.date(date), others: others.length }),
    others,
  })
  const remarks: Remark[] = []
  if (!isThere(body, on)) {
    const hasEnded = body.until !== undefined && body.until <= on
    const others = hasEnded
      ? successorsOf(government, body.slug, on)
      : predecessorsOf(government, body.slug, body.from ?? on)
    remarks.push(say(hasEnded ? 'ended' : 'not-yet', on, others))
  }
  const heirs = organised === 'now' ? successorsOf(government, body.slug, today) : []
  if (heirs.length > 0) remarks.push(say('counted-now', today, heirs))
  return remarks
}
