import type { ASTNode } from '@marcbachmann/cel-js'
import { type Reference, referenceOf } from '../expressions/syntax.ts'
import type { Register } from '../government.ts'
import type { Words } from './words.ts'

type Language = { words: Words; titles: (register: Register, steps: string[]) => Told | undefined }

/** A field in words, and whether it holds a date. */
export interface Told {
  title: string
  date: boolean
}

/** A condition as what follows "whose": plan is fully funded and whose size is at least 5. Undefined if not simple. */
export function sayCondition(node: ASTNode, register: Register, language: Language): string | undefined {
  return disjunction(node, { register, ...language })
}

type Sayer = Language & { register: Register }

function disjunction(node: ASTNode, sayer: Sayer): string | undefined {
  const nodes = chain(node, '||')
  return oneFieldAmong(nodes, sayer) ?? joined(nodes, sayer, conjunction, sayer.words.or)
}

/** record.status == "live" || record.status == "due": whose status is live or due. */
function oneFieldAmong(nodes: ASTNode[], sayer: Sayer): string | undefined {
  if (nodes.length < 2) return undefined
  const pairs = nodes.flatMap((node) => {
    if (node.op !== '==') return []
    const field = told(node.args[0], sayer)
    const value = literal(node.args[1], sayer.words)
    return field && value !== undefined ? [{ title: field.title, value }] : []
  })
  const [first] = pairs
  if (!first || pairs.length < nodes.length || pairs.some(({ title }) => title !== first.title))
    return undefined
  return sayer.words.oneOf(
    first.title,
    pairs.map(({ value }) => value),
    false,
  )
}

function conjunction(node: ASTNode, sayer: Sayer): string | undefined {
  return joined(chain(node, '&&'), sayer, (each) => clause(each, sayer, false), sayer.words.and)
}

function joined(
  nodes: ASTNode[],
  sayer: Sayer,
  say: (node: ASTNode, sayer: Sayer) => string | undefined,
  join: (parts: string[]) => string,
): string | undefined {
  const parts = nodes.map((node) => say(node, sayer))
  return parts.every((part) => part !== undefined) ? join(parts) : undefined
}

function chain(node: ASTNode, operator: '||' | '&&'): ASTNode[] {
  if (node.op !== operator) return [node]
  return [...chain(node.args[0], operator), ...chain(node.args[1], operator)]
}

function clause(node: ASTNode, sayer: Sayer, negated: boolean): string | undefined {
  const { words } = sayer
  switch (node.op) {
    case '!_':
      return clause(node.args, sayer, !negated)
    case '==':
    case '!=':
      return equality(node.args, sayer, negated !== (node.op === '!='))
    case 'in': {
      const field = told(node.args[0], sayer)
      const values = node.args[1].op === 'list' ? node.args[1].args.map((each) => literal(each, words)) : []
      const known = values.filter((value) => value !== undefined)
      return field && known.length > 0 && known.length === values.length
        ? words.oneOf(field.title, known, negated)
        : undefined
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return negated ? undefined : comparison(node.args, node.op, sayer)
    case 'call': {
      const field = node.args[0] === 'has' && node.args[1][0] ? told(node.args[1][0], sayer) : undefined
      return field && words.known(field.title, negated)
    }
    case 'rcall':
      return negated ? undefined : everExists(node.args, sayer)
    case '.': {
      const field = told(node, sayer)
      return field && words.yesNo(field.title, negated)
    }
    default:
      return undefined
  }
}

function equality([left, right]: [ASTNode, ASTNode], sayer: Sayer, negated: boolean): string | undefined {
  const field = told(left, sayer)
  const value = literal(right, sayer.words)
  return field && value !== undefined ? sayer.words.is(field.title, value, negated) : undefined
}

function comparison(
  [left, right]: [ASTNode, ASTNode],
  operator: '<' | '<=' | '>' | '>=',
  sayer: Sayer,
): string | undefined {
  const field = told(left, sayer)
  const value = literal(right, sayer.words)
  return field && value !== undefined
    ? sayer.words.compared(field.title, operator, value, field.date)
    : undefined
}

/** ever.exists(e, e.priority == "high"): whose priority was ever high. */
function everExists([name, receiver, args]: [string, ASTNode, ASTNode[]], sayer: Sayer): string | undefined {
  const [variable, body] = args
  if (name !== 'exists' || receiver.op !== 'id' || receiver.args !== 'ever') return undefined
  if (variable?.op !== 'id' || body?.op !== '==') return undefined
  const reference = referenceOf(body.args[0], new Map([[variable.args, 'each of ever']]))
  const field = reference && saidReference(reference, sayer)
  const value = literal(body.args[1], sayer.words)
  return field && value !== undefined ? sayer.words.wasEver(field.title, value) : undefined
}

function told(node: ASTNode, sayer: Sayer): Told | undefined {
  const reference = referenceOf(node)
  return reference && saidReference(reference, sayer)
}

function saidReference({ steps }: Reference, { titles, register }: Sayer): Told | undefined {
  return titles(
    register,
    steps.map(({ name }) => name),
  )
}

function literal(node: ASTNode, words: Words): string | undefined {
  if (node.op !== 'value') return undefined
  const value = node.args
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? words.date(value) : value
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}
