/* A chart on a page: its headline and title above it, and the link to take it away below. Pure. */
import { escapeHtml } from '../escape.ts'
import { type TakeLink, takeHtml } from '../take.ts'
import type { Chart } from './chart.ts'

export function chartHtml({ id, headline, title, svg }: Chart, take: TakeLink): string {
  return `<figure class="fp-chart-frame" id="${escapeHtml(id)}"><figcaption><p class="fp-chart-frame__headline">${escapeHtml(headline)}</p><p class="fp-chart-frame__title">${escapeHtml(title)}</p></figcaption>
${svg}
${takeHtml(take, title)}</figure>`
}
