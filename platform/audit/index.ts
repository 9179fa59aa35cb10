import type { Module } from '#platform/database'

export { type AuditOptions, createAudit } from './audit.ts'
export type { Anchor, Audit, AuditEvent, Recorded, Verified } from './event.ts'

export const auditModule: Module = { schema: 'audit', folder: new URL('migrations/', import.meta.url) }
