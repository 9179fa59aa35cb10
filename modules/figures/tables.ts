import type { Generated, Module } from '#platform/database'

/** The schema and its migrations, for `migrate`. */
export const figuresModule: Module = { schema: 'figures', folder: new URL('./migrations/', import.meta.url) }

interface AmountColumns {
  counted: number
  out_of: number
  unknown: number
  records: number
  reconstructed: number
}

interface PostingColumns extends AmountColumns {
  organisation: string
  measure: number
  recording: number
  effective_on: string
}

/** The schema `figures`, as its migrations make it. */
export interface FiguresTables {
  'figures.measure': {
    measure: Generated<number>
    roadmap: string
    commitment: number
    name: string
    register: string
    is_listed: boolean
    smallest_count: number | null
    tail: Generated<number>
  }
  'figures.version': {
    measure: number
    recording: number
    version: string
    in_force_from: string | null
    withdrawn: boolean
  }
  'figures.posting': PostingColumns & { record: string }
  'figures.public_posting': PostingColumns & { record: string }
  'figures.posting_sum': PostingColumns
  'figures.exact_sum': Omit<PostingColumns, 'recording'>
  'figures.balance': AmountColumns & {
    measure: number
    through: number
    closes_on: string
    organisation: string
  }
  'figures.carried': { measure: number; through: number }
}
