export { type Bar, type BarChart, barChart } from './charts/bars.ts'
export type { Chart } from './charts/chart.ts'
export { chartHtml } from './charts/html.ts'
export { lineChart } from './charts/line.ts'
export type { Forecast, LineChart, Point, Series, Target } from './charts/line-options.ts'
export { type Phase, type PhaseLadder, phaseLadder } from './charts/phases.ts'
export {
  type Small,
  type SmallMultiples,
  type Sparkline,
  smallMultiples,
  sparkline,
} from './charts/small.ts'
export { type Standalone, standalone } from './charts/standalone.ts'
export { type UnitChart, type UnitGroup, unitChart } from './charts/units.ts'
export { inLanguage } from './escape.ts'
export { type TableJson, tableCsv, tableJson } from './tables/files.ts'
export { type TableSetting, tableHtml } from './tables/html.ts'
export type { Cell, Column, Note, Plain, Row, Table } from './tables/tables.ts'
export type { TakeLink } from './take.ts'

/** Where the layouts, components and messages are, and the files that browsers ask for. */
export const design = {
  folder: new URL('.', import.meta.url),
  assets: new URL('assets/', import.meta.url),
}
