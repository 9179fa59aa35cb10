/* A table as HTML: a frame that scrolls by itself on a narrow screen, reached by keyboard. Pure. */
import { escapeHtml, inLanguage } from '../escape.ts'
import { type TakeLink, takeHtml } from '../take.ts'
import type { Cell, Column, Note, Row, Table } from './tables.ts'

export interface TableSetting {
  /** The address of a path of this site, in the reader's language and with the dates of the page. */
  to(path: string): string
  /** What a table that is wider than the screen says of itself. */
  scrolls: string
}

export function tableHtml(table: Table, setting: TableSetting, take: TakeLink): string {
  const { id, caption, lang, columns, rows, total, shape } = table
  const scrolls = shape ? '' : `<span class="fp-table__scrolls">${escapeHtml(setting.scrolls)}</span>`
  const frame = shape ? `fp-table fp-table--${shape}` : 'fp-table'
  const body = rows.map((row) => rowHtml(row, columns, setting)).join('')
  const foot = total ? `<tfoot>${rowHtml(total, columns, setting)}</tfoot>` : ''
  return `<section class="${frame}" aria-labelledby="${escapeHtml(id)}" tabindex="0">
<table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--s" id="${escapeHtml(id)}"><span>${inLanguage(caption, lang)}</span>${scrolls}</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">${columns.map(headerHtml).join('')}</tr></thead>
<tbody class="govuk-table__body">
${body}</tbody>${foot}</table></section>
${takeHtml(take, caption, lang)}`
}

function headerHtml({ label, kind, lang }: Column): string {
  const numeric = kind === 'number' ? ' govuk-table__header--numeric' : ''
  return `<th scope="col" class="govuk-table__header${numeric}">${inLanguage(label, lang)}</th>`
}

function rowHtml({ cells, isFigure }: Row, columns: readonly Column[], setting: TableSetting): string {
  const inside = cells.map((cell, at) => cellHtml(cell, columns[at], at === 0, setting)).join('')
  return `<tr class="govuk-table__row${isFigure ? ' fp-table__figure' : ''}">${inside}</tr>\n`
}

function cellHtml(cell: Cell, column: Column | undefined, isName: boolean, setting: TableSetting): string {
  const inside = insideOf(cell, setting)
  if (isName) return `<th scope="row" class="govuk-table__header">${inside}</th>`
  const numeric = column?.kind === 'number' ? ' govuk-table__cell--numeric' : ''
  const symbol = cell.isSymbol ? ' fp-symbol' : ''
  return `<td class="govuk-table__cell${numeric}${symbol}">${inside}</td>`
}

function insideOf(
  { says, href, lang, marks = [], notes = [], picture = '' }: Cell,
  { to }: TableSetting,
): string {
  const words = inLanguage(says, lang)
  const linked =
    href === undefined ? words : `<a class="govuk-link" href="${escapeHtml(to(href))}">${words}</a>`
  const marked = marks.map(
    ({ kind, words: mark }) =>
      `<strong class="fp-mark fp-mark--${escapeHtml(kind)}">${escapeHtml(mark)}</strong>`,
  )
  const before = [linked, ...marked].filter((part) => part !== '').join(' ')
  const noted = notes.map(noteHtml).join('<br>')
  return `${before}${before && noted ? ' ' : ''}${noted}${picture}`
}

function noteHtml({ says, source, link, lang }: Note): string {
  const words = inLanguage(says, lang)
  if (!source) return words
  const from = escapeHtml(source)
  const where =
    link && isWebAddress(link) ? `<a class="govuk-link" href="${escapeHtml(link)}">${from}</a>` : from
  return `${words} <span class="fp-quiet">${where}</span>`
}

// Whatever a record says of its source, a reader's click goes to the web or nowhere.
function isWebAddress(link: string): boolean {
  return /^https?:\/\//i.test(link)
}
