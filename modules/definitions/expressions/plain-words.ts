import { TypeError as CelTypeError, ParseError } from '@marcbachmann/cel-js'

/*
 * The expression language reports in a programmer's words. These are ours.
 */

/** Something wrong in an expression, at a character of it. */
export interface Fault {
  offset: number
  says: string
  instead?: string
}

const TYPES: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  uint: 'a whole number',
  double: 'a decimal number',
  bool: 'true or false',
  null: 'nothing (null)',
  list: 'a list',
  map: 'a group of values',
  timestamp: 'a moment',
  duration: 'a duration',
}

const OPERATORS: Record<string, string> = {
  '==': 'compared with',
  '!=': 'compared with',
  '<': 'compared with',
  '<=': 'compared with',
  '>': 'compared with',
  '>=': 'compared with',
  in: 'looked for in',
  '+': 'added to',
  '-': 'taken from',
  '*': 'multiplied by',
  '/': 'divided by',
}

export function sayCelError(error: unknown, expression: string): Fault {
  if (!(error instanceof ParseError) && !(error instanceof CelTypeError)) {
    return {
      offset: 0,
      says: `this condition cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
  const curly = curlyQuotes(expression)
  if (curly) return curly
  const offset = Math.min(error.range?.start ?? 0, expression.length)
  return { offset, ...sayCode(error.code, error.summary, expression, offset) }
}

function sayCode(
  code: string,
  summary: string,
  expression: string,
  offset: number,
): { says: string; instead?: string } {
  switch (code) {
    case 'unexpected_token':
      return sayUnexpected(summary, expression, offset)
    case 'unexpected_character':
      return sayUnexpected(summary, expression, offset)
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
    case 'newline_in_string':
      return { says: 'a quotation begins here and does not end', instead: 'close it with the same quote' }
    case 'limit_exceeded':
      return {
        says: 'this condition is too long or too deeply nested',
        instead: 'make parts of it fields or parts of the register',
      }
    case 'reserved_identifier':
      return { says: 'this word is reserved and cannot be used as a name' }
    case 'no_such_overload':
      return sayOverload(summary)
    case 'no_matching_overload':
      return sayNoFunction(summary)
    case 'invalid_logical_operand':
      return {
        says: `&& and || join conditions, and one side is ${sayType(summary.match(/got '([^']+)'/)?.[1] ?? '')}`,
        instead: 'compare it with something',
      }
    case 'incompatible_ternary_branches':
      return { says: 'the two sides of ? : must be of one kind' }
    case 'invalid_macro_argument':
      return { says: 'this is not written as it should be here', instead: 'for example has(record.plan)' }
    default:
      return { says: `this condition cannot be read: ${summary}` }
  }
}

/** As a word processor writes them. In a text with straight quotes they are a part of it, so only a fault asks. */
function curlyQuotes(expression: string): Fault | undefined {
  const outside = expression.replace(/"[^"“”]*"|'[^'‘’]*'/g, (text) => ' '.repeat(text.length))
  const offset = outside.search(/[“”„‘’‚]/)
  if (offset === -1) return undefined
  const text = /[“”„‘’‚]([^“”„‘’‚"']*)[“”„‘’‚"']/.exec(outside.slice(offset))?.[1]
  return { offset, says: 'these quotes are curly', instead: `use straight quotes: "${text ?? 'text'}"` }
}

function sayUnexpected(
  summary: string,
  expression: string,
  offset: number,
): { says: string; instead?: string } {
  if (summary.endsWith('EOF')) return { says: 'the condition stops here: something is missing' }
  const sign = expression.charAt(offset)
  if (sign === '=') return { says: '"=" is not part of a condition', instead: 'write == to compare' }
  if (/^and\b/i.test(expression.slice(offset)))
    return { says: '"and" is not part of a condition', instead: 'write &&' }
  if (/^or\b/i.test(expression.slice(offset)))
    return { says: '"or" is not part of a condition', instead: 'write ||' }
  return { says: `"${expression.slice(offset).split(/\s/)[0]}" is not part of a condition here` }
}

function sayOverload(summary: string): { says: string; instead?: string } {
  const [, left = '', operator = '', right = ''] = summary.match(/: (\S+) (\S+) (.+)$/) ?? []
  if (operator)
    return { says: `${sayType(left)} cannot be ${OPERATORS[operator] ?? operator} ${sayType(right)}` }
  const [, negated = ''] = summary.match(/: [!-](.+)$/) ?? []
  return { says: `${sayType(negated)} cannot be negated` }
}

function sayNoFunction(summary: string): { says: string; instead?: string } {
  const called = summary.match(/'(.+)'/)?.[1] ?? ''
  const name = called.replace(/\(.*$/, '').replace(/^.*\./, '')
  if (name === 'now' || name === 'today') {
    return {
      says: 'a condition cannot ask for the time: figures are computed for any date',
      instead: 'use a window',
    }
  }
  return {
    says: `there is no function "${name}" for ${
      called
        .replace(/^[^(]*\(|\)$/g, '')
        .split(', ')
        .map(sayType)
        .join(' and ') || 'this'
    }`,
  }
}

function sayType(type: string): string {
  const bare = type
    .replace(/^dyn<(.*)>$/, '$1')
    .replace(/^google\.protobuf\./, '')
    .toLowerCase()
  if (bare.startsWith('$record')) return 'a whole record or assessment'
  return TYPES[bare.replace(/<.*$/, '')] ?? bare
}
