/* The site of the coast, and what a person reads on its pages. For tests. */
import type { FastifyInstance } from 'fastify'
import { openAdoption, openLedger } from '#figures'
import { createServer } from '#platform/http'
import { record } from '#registers'
import type { Moment } from '#shared/dates'
import { progressSite, servePages } from './index.ts'
import type { ProgressStore } from './known/queries.ts'
import { coast } from './world/coast.ts'
import { first, later, said } from './world/records.ts'

/** When the definitions were adopted, when the first records came, and when the later ones did. */
export const ADOPTED = '2024-01-10T09:00:00.000Z'
export const FIRST = '2024-02-29T09:30:00.000Z'
export const LATER = '2024-06-01T09:00:00.000Z'

export async function fillWorld(store: ProgressStore): Promise<void> {
  await store.as('ledger', {}, async (tx) => {
    const base = { actor: 'test', entries: [], statements: [] }
    const ledger = openAdoption(tx, coast, null)
    await record(
      tx,
      { ...base, kind: 'adoption', recordedAt: ADOPTED, source: 'Charter', government: coast },
      ledger,
    )
  })
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt: FIRST,
      actor: 'test',
      source: 'Update, February 2024',
    }
    await record(tx, { ...recording, entries: first, statements: said }, await openLedger(tx))
  })
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt: LATER,
      actor: 'test',
      source: 'Letter, June 2024',
    }
    await record(tx, { ...recording, entries: later, statements: [] }, await openLedger(tx))
  })
}

/** The site of the coast, on 1 July 2024. */
export async function aSite(store: ProgressStore): Promise<FastifyInstance> {
  await fillWorld(store)
  return siteAt(store, '2024-07-01T12:00:00.000Z')
}

/** The same site at another moment. */
export function siteAt(store: ProgressStore, now: Moment): FastifyInstance {
  const app = createServer(progressSite)
  servePages(app, { store, now: () => now, publicUrl: 'https://coast.example' })
  return app
}

/** A page as it is read aloud: words without tags. */
export function readAloud(html: string): string {
  return html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<(br|\/?(p|li|h\d|t[hdr]|d[tdl]|div|section|summary))\b[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
}

/** The rows of the table whose caption begins so, cell by cell. */
export function readTable(html: string, caption: string): string[][] {
  const tables = html.match(/<table[\s\S]*?<\/table>/g) ?? []
  const table = tables.find((each) => {
    const [said = ''] = /<caption[\s\S]*?<\/caption>/.exec(each) ?? []
    return readAloud(said).startsWith(caption)
  })
  if (!table) throw new Error(`No table's caption begins with: ${caption}`)
  return (table.match(/<tr[\s\S]*?<\/tr>/g) ?? []).map((row) =>
    (row.match(/<t[hd][\s\S]*?<\/t[hd]>/g) ?? []).map(readAloud),
  )
}
