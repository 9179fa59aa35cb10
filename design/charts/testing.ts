import fc from 'fast-check'

/* What the tests of charts share: a strict reader of XML, and words that mean harm. */

interface Element {
  name: string
  attributes: Map<string, string>
  children: (Element | string)[]
}

const TOKEN =
  /<\/(?<close>[A-Za-z]+)>|<(?<open>[A-Za-z]+)(?<attributes>(?:\s+[A-Za-z][A-Za-z0-9-]*="[^"<]*")*)\s*(?<alone>\/?)>|(?<text>[^<]+)/y
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The tree of a document of one element. Throws where it is not well formed. */
export function readXml(source: string): Element {
  const top: Element = { name: '', attributes: new Map(), children: [] }
  const open = [top]
  const token = new RegExp(TOKEN)
  let end = 0
  for (let found = token.exec(source); found?.groups; found = token.exec(source)) {
    end = token.lastIndex
    const { close, open: name, attributes = '', alone, text } = found.groups
    const parent = open.at(-1)
    if (!parent) throw new Error(`After the end: ${found[0]}`)
    if (text !== undefined) parent.children.push(plain(text))
    else if (name !== undefined) {
      const element: Element = { name, attributes: attributesIn(attributes), children: [] }
      parent.children.push(element)
      if (alone === '') open.push(element)
    } else if (open.pop()?.name !== close) throw new Error(`Closed too soon: ${close}`)
  }
  if (end !== source.length) throw new Error(`Not XML from: ${source.slice(end, end + 60)}`)
  if (open.length !== 1) throw new Error(`Never closed: ${open.at(-1)?.name}`)
  const [root, ...others] = top.children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  if (root === undefined || typeof root === 'string' || others.length > 0) throw new Error('Not one element')
  return root
}

function attributesIn(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(/([A-Za-z][A-Za-z0-9-]*)="([^"]*)"/g)) {
    if (attributes.has(name)) throw new Error(`Twice: ${name}`)
    attributes.set(name, plain(value))
  }
  return attributes
}

function plain(text: string): string {
  if (/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u.test(text) || !text.isWellFormed()) {
    throw new Error(`Not a character of XML in: ${text}`)
  }
  return text.replace(/&(?<name>[^;&]*;?)/g, (_, name: string) => {
    const character = name.endsWith(';') ? ENTITIES[name.slice(0, -1)] : undefined
    if (character === undefined) throw new Error(`Not an entity: &${name}`)
    return character
  })
}

/** All elements, parents first. */
export function elementsOf(root: Element): Element[] {
  return [root, ...root.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child)))]
}

export function contentOf(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : child.name === 'title' ? '' : contentOf(child)))
    .join('')
}

/** Everything that is said: each text as a person sees it, and each tooltip. */
export function saidIn(root: Element): Set<string> {
  const words = elementsOf(root).filter(({ name }) => name === 'text' || name === 'title' || name === 'desc')
  return new Set(words.map(contentOf))
}

export function classed(root: Element, name: string): Element[] {
  return elementsOf(root).filter(({ attributes }) => attributes.get('class') === `fp-chart__${name}`)
}

export function numberOf({ attributes }: Element, name: string): number {
  return Number.parseFloat(attributes.get(name) ?? '0')
}

/** What XML can say of any words. */
export function inXml(words: string): string {
  return words.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
}

/** Words of any kind: letters of all alphabets and of none, markup, a name of 200 letters. */
export const anyWords = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 250 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><svg onload="alert(1)">',
    "' onload='alert(1)",
    ']]><!-- &amp; &#0; -->',
    'url(#x) javascript:alert(1)',
    '👩🏽‍🚀 Ministère 保健省',
    'Department for '.repeat(14),
    'x'.repeat(200),
    '\u0000\u0008\ud800',
    '',
  ),
)

export const someTitles = fc.record({
  id: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  headline: anyWords,
  title: anyWords,
  description: anyWords,
})

export const someDate = fc
  .integer({ min: 0, max: 30_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))

export const someAmount = fc.oneof(
  fc.nat(100),
  fc.nat(Number.MAX_SAFE_INTEGER),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constant(0),
)
