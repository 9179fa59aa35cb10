/* A document as JSON, CSV and SVG, and the parts of its HTML that are made from values. Pure. */
import { type Chart, chartHtml, standalone, tableCsv, tableHtml, tableJson } from '#design'
import type { Known } from '#figures'
import { addressIn } from '#platform/http'
import type { Words } from '#platform/messages'
import { queryOf } from '../as-at/input.ts'
import { type Addressed, addressOf } from './addresses.ts'
import type { Document } from './document.ts'
import { methodsOf } from './methods.ts'

/** What every format says of where it comes from. */
export interface Provenance {
  /** For ever. */
  address: string
  citation: string
  /** The moment of the last recording that it rests on. */
  knownAt: string
}

export function documentJson(
  words: Words,
  { title, says, figures = [], tables = [], charts = [] }: Document,
  at: Addressed,
  { recording, government }: Known,
  { address, citation, knownAt }: Provenance,
): string {
  const { asAt } = at
  const value = {
    title,
    says,
    language: words.locale,
    on: asAt.on,
    knownAt,
    recording,
    organised: asAt.organised,
    permanentLink: address,
    citation,
    ...(government.attribution ? { attribution: words.text(government.attribution).says } : {}),
    figures,
    methods: methodsOf(words, government, figures),
    tables: tables.map((table) => ({ ...tableJson(table), csv: addressOf(at, 'csv', { table: table.id }) })),
    charts: charts.map(({ svg: _, ...chart }) => ({
      ...chart,
      svg: addressOf(at, 'svg', { chart: chart.id }),
    })),
  }
  return `${JSON.stringify(value, null, 1)}\n`
}

/** Excel takes a file for Latin-1 that does not begin so. */
export function documentCsv(document: Document, asked: unknown): string | undefined {
  const table = partAsked(document.tables ?? [], asked)
  return table && `\uFEFF${tableCsv(table)}`
}

export function documentSvg(
  document: Document,
  asked: unknown,
  { citation }: Provenance,
): string | undefined {
  const chart = partAsked(document.charts ?? [], asked)
  return chart && standalone(chart, { width: 720, source: citation })
}

/** A file of which there may be several: the one asked for, or the first. Undefined where there is none of that name. */
function partAsked<T extends { id: string }>(parts: readonly T[], asked: unknown): T | undefined {
  return asked === undefined ? parts[0] : parts.find(({ id }) => id === asked)
}

/** Tables and charts as a template places them, each with the link to take it away. */
export function shownParts(
  words: Words,
  { tables = [], charts = [] }: Document,
  at: Addressed,
): { tables: Record<string, string>; charts: Record<string, string> } {
  const dates = queryOf(at.asAt.asked)
  const setting = {
    to: (path: string) => addressIn(words.locale, path, dates),
    scrolls: words.say('design.table.scrolls'),
  }
  const shownTable = (table: Parameters<typeof tableHtml>[0]) =>
    tableHtml(table, setting, {
      href: addressOf(at, 'csv', { table: table.id }),
      words: words.say('progress.take.table'),
    })
  const shownChart = (chart: Chart) =>
    chartHtml(chart, {
      href: addressOf(at, 'svg', { chart: chart.id }),
      words: words.say('progress.take.chart'),
    })
  return {
    tables: Object.fromEntries(tables.map((table) => [table.id, shownTable(table)])),
    charts: Object.fromEntries(charts.map((chart) => [chart.id, shownChart(chart)])),
  }
}
