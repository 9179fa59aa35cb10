/** A part of a rule in words, so that another version's can be laid beside it. */
export interface RulePart {
  /** The same in all versions. */
  key: string
  what: string
  says: string
  /** The part that it belongs to: where all of that is new or gone, nothing is said of this. */
  of?: string
}
