/*
 * What is wrong with the YAML of a file, in words for somebody who does not know YAML. A reader of YAML that has lost
 * its way complains of what follows too: each cause is said once.
 */
import type { YAMLError } from 'yaml'

export interface Fault {
  readonly offset: number
  readonly says: string
  readonly instead?: string
}

/** Where a complaint begins, and the lines of the file around it. */
interface Place {
  readonly offset: number
  readonly text: string
  readonly line: string
  readonly lineStart: number
  readonly rest: string
  /** The quote that the line's value begins with, if it begins with one. */
  readonly quote: string | undefined
}

export function faultsOf(errors: readonly YAMLError[], text: string): Fault[] {
  const tabs = tabsOf(errors, text)
  if (tabs) return [tabs]
  const faults: Fault[] = []
  const lines = new Set<number>()
  for (const error of errors) {
    const place = placeOf(text, error.pos[0])
    if (lines.has(place.lineStart)) continue
    const fault = { offset: place.offset, ...faultOf(error, place) }
    faults.push(fault)
    lines.add(place.lineStart).add(placeOf(text, fault.offset).lineStart)
    // What is open to the end of the file swallows the rest of it.
    if (/closing|end with a/.test(error.message)) break
  }
  return faults
}

function tabsOf(errors: readonly YAMLError[], text: string): Fault | undefined {
  const isOfTabs = errors.some(
    (error) => error.code === 'TAB_AS_INDENT' || isIndentedByTab(placeOf(text, error.pos[0]).line),
  )
  if (!isOfTabs) return undefined
  let offset = 0
  const at: number[] = []
  for (const line of text.split('\n')) {
    if (isIndentedByTab(line)) at.push(offset)
    offset += line.length + 1
  }
  const [first = errors[0]?.pos[0] ?? 0, ...others] = at
  const more = others.length > 0 ? `, here and on ${count(others.length, 'more line')}` : ''
  return {
    offset: first,
    says: `a tab is used to indent${more}: YAML takes only spaces`,
    instead: 'use spaces',
  }
}

function isIndentedByTab(line: string): boolean {
  return /^ *\t\s*\S/.test(line)
}

function count(of: number, what: string): string {
  return `${of} ${what}${of === 1 ? '' : 's'}`
}

type Words = { says: string; instead?: string; offset?: number }

function faultOf({ code, message }: YAMLError, place: Place): Words {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /:(\s|$)/.test(place.rest) ? colonInText(place) : indentedTooFar(place)
    case 'MULTILINE_IMPLICIT_KEY':
      return nameWithoutValue(place)
    case 'MISSING_CHAR':
      return message.includes('closing') ? neverClosed(message, place) : nameWithoutValue(place)
    case 'UNEXPECTED_TOKEN':
      return moreThanFits(place)
    case 'BAD_INDENT':
      return message.includes('end with a') ? openBracket(message) : indentThatDoesNotFit()
    case 'BLOCK_IN_FLOW':
      return {
        says: 'something is missing between these brackets',
        instead: 'put a comma between one value and the next name, and quotes round a text with ": " in it',
      }
    case 'BAD_SCALAR_START':
      return {
        says: `a text cannot begin with ${place.rest.charAt(0)}`,
        instead: `put quotes round it: ${quoted(place.rest)}`,
      }
    case 'DUPLICATE_KEY':
      return { says: 'this is written twice here: keep one of them' }
    case 'MULTIPLE_DOCS':
      return { says: 'a second document begins here (---): a file holds one' }
    case 'TAG_RESOLVE_FAILED':
      return {
        says: 'YAML reads ! as the beginning of a tag',
        instead: 'put single quotes round a condition that begins with !',
      }
    case 'BAD_ALIAS':
      return {
        says: 'YAML reads & and * as names for values to repeat',
        instead: `put quotes round it: ${quoted(place.rest)}`,
      }
    default:
      return { says: `this is not YAML that can be read: ${message}` }
  }
}

/** summary: We will: do this */
function colonInText({ rest }: Place): Words {
  return {
    says: 'this text has a colon and a space in it, which YAML reads as a name and its value',
    instead: `put quotes round the text: ${quoted(rest)}`,
  }
}

/** A line that belongs with the one above, but begins further to the right. */
function indentedTooFar({ text, lineStart, line }: Place): Words {
  const next = text.slice(lineStart + line.length + 1)
  const offset = lineStart + line.length + 1 + Math.max(0, next.search(/\S/))
  return {
    offset,
    says: 'this line begins further to the right than the one above, which has its value already',
    instead: 'begin it in the same column as the line above',
  }
}

/** title A; title:A; -b */
function nameWithoutValue({ line, lineStart }: Place): Words {
  const written = line.trim().replace(/\s+#.*$/, '')
  const offset = lineStart + Math.max(0, line.search(/\S/))
  if (/^-[^\s-]/.test(written)) {
    return { offset, says: 'a space is missing after the dash', instead: `write - ${written.slice(1)}` }
  }
  const [, joined, value] = /^((?:- )?[\w.-]+):(\S.*)$/.exec(written) ?? []
  if (joined !== undefined) {
    return { offset, says: 'a space is missing after the colon', instead: `write ${joined}: ${value}` }
  }
  const [, name = written, more = ''] = /^((?:- )?[\w.-]+)\s*(.*)$/.exec(written) ?? []
  return {
    offset,
    says: 'a colon is missing after the name',
    instead: `write ${shortened(`${name}: ${more || 'and its value'}`)}; if it goes on from the line above, indent it further`,
  }
}

function neverClosed(message: string, { text, offset }: Place): Words {
  const quote = message.includes('"') ? '"' : "'"
  const before = [...text.slice(0, offset + 1).matchAll(new RegExp(`(?<=[:,[{-]\\s+)${quote}`, 'g'))].at(-1)
  return {
    offset: before?.index ?? offset,
    says: `a quote (${quote}) is opened here and not closed where the text ends`,
    instead: `write ${quote} at the end of the text`,
  }
}

/** "a" in b; 'It's here'; | and text on one line */
function moreThanFits({ quote, line }: Place): Words {
  if (quote !== undefined) {
    const other = quote === '"' ? 'single quotes' : 'double quotes'
    return {
      says: 'the quotes close before this, and more follows',
      instead: `put ${other} round the whole, quotes and all`,
    }
  }
  if (/[|>][-+\d]*\s+\S/.test(line)) {
    return { says: 'text follows | or > on its own line', instead: 'begin the text on the next line' }
  }
  return {
    says: 'this is not expected here',
    instead: 'if it is part of a text, put quotes round the whole text',
  }
}

function openBracket(message: string): Words {
  const closing = message.endsWith('}') ? '}' : ']'
  return {
    says: `a ${closing === '}' ? '{' : '['} is opened above and not closed before this line`,
    instead: `write ${closing} where it ends`,
  }
}

function indentThatDoesNotFit(): Words {
  return {
    says: 'the indent does not fit the lines above',
    instead: 'begin it in the same column as the lines it belongs with',
  }
}

function placeOf(text: string, offset: number): Place {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = text.indexOf('\n', offset)
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, '')
  const rest = line.slice(offset - lineStart).trim()
  const [, quote] = /^\s*(?:- )*(?:[\w.-]+:\s+)?(["'])/.exec(line) ?? []
  return { offset, text, line, lineStart, rest, quote }
}

/** In single quotes, as YAML would read it back. */
function quoted(text: string): string {
  const short = shortened(text.replace(/\s+#.*$/, ''))
  return short.includes("'") ? `"${short.replaceAll('"', '\\"')}"` : `'${short}'`
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
