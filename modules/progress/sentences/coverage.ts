/* Who has answered, out of how many: in a sentence, and in a few words. Pure. */
import { organisationNotPublished } from '#definitions'
import { type Account, type Figure, figureOf } from '#figures'
import type { Words } from '#platform/messages'
import type { StatedValue } from '#registers'
import { type Sourced, statedIn } from './said.ts'

/** A figure is never shown without it. */
export function sayCoverage(words: Words, account: Account): string {
  if (isOnlyStated(account)) {
    const { measure } = baseOf(account).promised
    return words.say('progress.coverage.only-stated', { unit: words.text(measure.unit).says })
  }
  return coverageOf(words, figureOf(account, null).coverage)
}

/** For a list of promises, where the sentence would be too long: 29 answered; 1 of 2 answered. */
export function coverageInShort(words: Words, account: Account): string {
  const { answered, inScope } = figureOf(account, null).coverage
  if (isOnlyStated(account)) return words.say('progress.coverage.short.only-stated')
  if (answered === null) return words.say('progress.coverage.short.unknown')
  if (inScope === null) return words.say('progress.coverage.short.only-answered', { answered })
  return words.say('progress.coverage.short.both', { answered, inScope })
}

export function coverageOf(words: Words, { answered, inScope }: Figure['coverage']): string {
  if (answered === null) {
    return inScope === null
      ? words.say('progress.coverage.unknown')
      : words.say('progress.coverage.only-scope', { inScope })
  }
  return inScope === null
    ? words.say('progress.coverage.only-answered', { answered })
    : words.say('progress.coverage.both', { answered, inScope })
}

/** Where somebody stated how many answered, or are in scope, and nobody could count them: what they said. */
export function coverageSources(words: Words, account: Account): Sourced[] {
  const base = baseOf(account)
  const isUncounted = (base.amounts.get(organisationNotPublished)?.records ?? 0) > 0
  const quantities = [
    ...(isUncounted ? ['answered'] : []),
    ...(base.promised.commitment.scope.published ? [] : ['in scope']),
  ]
  return quantities.flatMap((quantity) => {
    const latest = base.stated.findLast((each) => each.quantity === quantity)
    if (!latest) return []
    const said = statedIn(words, latest)
    return { ...said, says: words.say('progress.coverage.stated', { says: said.says }) }
  })
}

/** There are numbers, and all of them are others': nobody has answered is then only half of what is so. */
function isOnlyStated(account: Account): boolean {
  const base = baseOf(account)
  const { answered } = figureOf(base, null).coverage
  return answered === 0 && base.stated.some(isFigure)
}

function isFigure({ quantity }: StatedValue): boolean {
  return quantity === 'figure'
}

/** Who answered a derived measure answered the one that it is derived from. */
function baseOf(account: Account): Account {
  return account.bases[0] ?? account
}
