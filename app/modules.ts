import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import type { Module, Store } from '#platform/database'
import { type Pages, progressSite, servePages } from '#progress'
import { registersModule } from '#registers'

/** The tables of every module. */
export type Everything = LedgerTables
export type Database = Store<Everything>

/** Every module that has tables, lowest first: the order of its migrations. */
export const modules: Module[] = [registersModule, figuresModule]

/** What the server needs to know of the modules before it serves their pages. */
export const site = progressSite

/** Every module that has pages. */
export function servePagesOfModules(
  app: FastifyInstance,
  store: Database,
  { publicUrl, contacts }: Required<Pick<Pages, 'publicUrl' | 'contacts'>>,
): void {
  servePages(app, { store, now: () => new Date().toISOString(), publicUrl, contacts })
}
