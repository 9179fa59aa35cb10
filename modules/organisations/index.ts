export { isThere, type Line, type LineInScope, lineOf, linesOf, scopeOn } from './reporting-lines.ts'
export { currentHolder, isSuccession, successorsAt, unallocated } from './successions.ts'
