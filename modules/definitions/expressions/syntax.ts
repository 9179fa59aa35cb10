import type { ASTNode } from '@marcbachmann/cel-js'

/*
 * What an expression says about the record, read from its syntax tree: which fields it reaches, with what it
 * compares them, and where in the expression each is written.
 */

/** record.plan, or e.plan where e runs over ever. */
export interface Reference {
  steps: { name: string; offset: number }[]
  offset: number
  ever: boolean
  /** Only whether it is there is asked: has(record.owner). */
  presence?: true
}

export interface Comparison {
  reference: Reference
  literals: { value: string; offset: number }[]
}

export interface Syntax {
  references: Reference[]
  comparisons: Comparison[]
  /** Names that are neither record, ever nor bound by a macro. */
  strangers: { name: string; offset: number }[]
  calls: { name: string; offset: number }[]
  /** The record is handed on whole, so any field may be read. */
  whole: boolean
  usesEver: boolean
  /** The history, or one of its values, is handed on whole, so any field of it may be read. */
  wholeEver: boolean
  deepestLoop: number
}

type Meaning = 'record' | 'each of ever' | 'other'
type Scope = ReadonlyMap<string, Meaning>
type CallOn = ASTNode & { op: 'rcall' }

const MACROS = new Set(['exists', 'exists_one', 'all', 'filter', 'map'])

export function syntaxOf(tree: ASTNode): Syntax {
  const syntax: Syntax = {
    references: [],
    comparisons: [],
    strangers: [],
    calls: [],
    whole: false,
    usesEver: false,
    wholeEver: false,
    deepestLoop: 0,
  }
  visit(
    tree,
    new Map<string, Meaning>([
      ['record', 'record'],
      ['ever', 'other'],
    ]),
    0,
    syntax,
  )
  return syntax
}

function visit(node: ASTNode, scope: Scope, loops: number, syntax: Syntax): void {
  const reference = referenceOf(node, scope)
  if (reference) {
    if (reference.ever) syntax.usesEver = true
    if (reference.steps.length > 0) syntax.references.push(reference)
    else if (reference.ever) syntax.wholeEver = true
    else syntax.whole = true
    visitIndex(node, scope, loops, syntax)
    return
  }
  if (runsOverEver(node)) syntax.wholeEver = true
  switch (node.op) {
    case 'value':
      break
    case 'id':
      if (node.args === 'ever') syntax.usesEver = true
      if (!scope.has(node.args)) syntax.strangers.push({ name: node.args, offset: node.pos })
      break
    case 'call':
      syntax.calls.push({ name: node.args[0], offset: node.pos })
      visitArguments(node.args, scope, loops, syntax)
      break
    case 'rcall':
      visitCallOn(node, scope, loops, syntax)
      break
    case '.':
    case '.?':
      visit(node.args[0], scope, loops, syntax)
      break
    case '!_':
    case '-_':
      visit(node.args, scope, loops, syntax)
      break
    case 'map':
      visitAll(node.args.flat(), scope, loops, syntax)
      break
    case '==':
    case '!=':
    case 'in':
    case '<':
    case '<=':
    case '>':
    case '>=':
      noteComparison(node.args, scope, syntax)
      visitAll(node.args, scope, loops, syntax)
      break
    default:
      visitAll(node.args, scope, loops, syntax)
  }
}

function visitAll(nodes: readonly ASTNode[], scope: Scope, loops: number, syntax: Syntax): void {
  for (const node of nodes) visit(node, scope, loops, syntax)
}

/** What is written between the brackets and before them: ever.filter(e, e.red)[record.nth].plan. */
function visitIndex(node: ASTNode, scope: Scope, loops: number, syntax: Syntax): void {
  if (node.op === '.') visitIndex(node.args[0], scope, loops, syntax)
  if (node.op !== '[]') return
  const [receiver, index] = node.args
  if (runsOverEver(receiver)) {
    visitHistory(receiver, scope, loops, syntax)
    visit(index, scope, loops, syntax)
  } else visitIndex(receiver, scope, loops, syntax)
}

/** The history where only what is then said of it is read: the fields that a macro names, or how long it is. */
function visitHistory(node: ASTNode, scope: Scope, loops: number, syntax: Syntax): void {
  if (node.op === 'rcall') visitCallOn(node, scope, loops, syntax)
  else syntax.usesEver = true
}

function visitArguments(
  [name, args]: [string, ASTNode[]],
  scope: Scope,
  loops: number,
  syntax: Syntax,
): void {
  const only = args.length === 1 ? args[0] : undefined
  const reference = only && referenceOf(only, scope)
  if (only && name === 'size' && runsOverEver(only)) visitHistory(only, scope, loops, syntax)
  else if (only && name === 'has' && reference && reference.steps.length > 0) {
    if (reference.ever) syntax.usesEver = true
    syntax.references.push({ ...reference, presence: true })
    visitIndex(only, scope, loops, syntax)
  } else visitAll(args, scope, loops, syntax)
}

function visitCallOn(node: CallOn, scope: Scope, loops: number, syntax: Syntax): void {
  const [name, receiver, args] = node.args
  const [variable, ...bodies] = args
  syntax.calls.push({ name, offset: receiver.end + 1 })
  const isMacro = MACROS.has(name) && variable?.op === 'id'
  if (runsOverEver(receiver) && (isMacro || name === 'size')) visitHistory(receiver, scope, loops, syntax)
  else visit(receiver, scope, loops, syntax)
  if (!isMacro) {
    visitAll(args, scope, loops, syntax)
    return
  }
  const inner = new Map(scope).set(variable.args, runsOverEver(receiver) ? 'each of ever' : 'other')
  syntax.deepestLoop = Math.max(syntax.deepestLoop, loops + 1)
  visitAll(bodies, inner, loops + 1, syntax)
}

function runsOverEver(node: ASTNode): boolean {
  if (node.op === 'id') return node.args === 'ever'
  return node.op === 'rcall' && node.args[0] === 'filter' && runsOverEver(node.args[1])
}

/** The field a node reaches, if it is a plain path from the record: record.risk.rating, record["plan"], ever[0].plan. */
export function referenceOf(
  node: ASTNode,
  scope: Scope = new Map([['record', 'record']]),
): Reference | undefined {
  if (node.op === 'id') {
    const meaning = scope.get(node.args)
    if (meaning === undefined || meaning === 'other') return undefined
    return { steps: [], offset: node.pos, ever: meaning === 'each of ever' }
  }
  if (node.op === '.') return stepFrom(node.args[0], node.args[1], node.pos, scope)
  if (node.op === '[]') {
    const [receiver, index] = node.args
    if (runsOverEver(receiver)) return { steps: [], offset: node.start, ever: true }
    if (index.op === 'value' && typeof index.args === 'string')
      return stepFrom(receiver, index.args, index.pos, scope)
  }
  return undefined
}

function stepFrom(receiver: ASTNode, name: string, offset: number, scope: Scope): Reference | undefined {
  const reference = referenceOf(receiver, scope)
  return reference && { ...reference, steps: [...reference.steps, { name, offset }] }
}

function noteComparison([left, right]: [ASTNode, ASTNode], scope: Scope, syntax: Syntax): void {
  const onLeft = referenceOf(left, scope)
  const reference = onLeft ?? referenceOf(right, scope)
  if (!reference || reference.steps.length === 0) return
  const literals = textsIn(onLeft ? right : left)
  if (literals.length > 0) syntax.comparisons.push({ reference, literals })
}

function textsIn(node: ASTNode): { value: string; offset: number }[] {
  if (node.op === 'list') return node.args.flatMap(textsIn)
  return node.op === 'value' && typeof node.args === 'string' ? [{ value: node.args, offset: node.pos }] : []
}
