/* Mean and highest of each side, multiplied. Pure. */
import type { Framework, MeanAndMaxProduct } from '#definitions'
import type { Cell, Table } from '#design'
import type { ProductWorking } from '#frameworks'
import type { Words } from '#platform/messages'
import { textCell } from '../../sentences/cells.ts'
import { sayExactly } from '../../sentences/numbers.ts'
import { columns } from '../cells.ts'
import { groupText, groupTitle } from '../sentences.ts'
import { sayBand, sayUnpublished } from './bands.ts'

export function sayProductRule(
  words: Words,
  framework: Framework,
  { sides, decimals, bands }: MeanAndMaxProduct,
): string[] {
  const names = sides.map((side) => groupTitle(words, framework, side))
  return [
    words.say('progress.framework.rule.sides', { sides: words.list(names), count: sides.length }),
    words.say('progress.framework.rule.product', { count: sides.length, decimals }),
    words.say('progress.framework.rule.bands'),
    ...sayUnpublished(words, bands),
  ]
}

export function sayProduct(
  words: Words,
  framework: Framework,
  { bands }: MeanAndMaxProduct,
  working: ProductWorking,
  { score, rating }: { score: string; rating: string },
): string[] {
  const { sides } = working
  const each = sides.map(({ group, scores, mean, max, side }) =>
    words.say('progress.framework.working.side', {
      side: groupTitle(words, framework, group),
      scores: words.list(Object.values(scores).map((one) => sayExactly(words, one))),
      mean: words.number(mean),
      max: sayExactly(words, max),
      half: words.number(side),
    }),
  )
  const factors = sides.map(({ side }) => words.number(side)).join(' × ')
  return [
    ...each,
    words.say('progress.framework.working.product', { factors, score }),
    sayBand(words, bands, working, { score, rating }),
  ]
}

export function sidesTable(
  words: Words,
  framework: Framework,
  { decimals }: MeanAndMaxProduct,
  { sides, score }: ProductWorking,
): Omit<Table, 'id' | 'caption'> {
  const number = (value: number): Cell => ({ says: words.number(value), value })
  const empty: Cell = { says: '', value: null }
  return {
    shape: 'figures',
    columns: columns(words, ['side', 'scores', 'mean', 'highest', 'half'], ['mean', 'highest', 'half']),
    rows: sides.map(({ group, scores, mean, max, side }) => ({
      cells: [
        textCell(words, groupText(framework, group)),
        {
          says: Object.values(scores)
            .map((one) => sayExactly(words, one))
            .join(', '),
        },
        number(mean),
        number(max),
        number(side),
      ],
    })),
    total: {
      cells: [
        { says: words.say('progress.framework.multiplied') },
        empty,
        empty,
        empty,
        { says: words.number(score, decimals), value: score },
      ],
    },
  }
}
