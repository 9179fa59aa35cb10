import type { Module } from '#platform/database'

export type {
  Handler,
  Job,
  JobProblem,
  Jobs,
  Outcome,
  Payload,
  QueueCount,
  SendOptions,
  WorkOptions,
} from './job.ts'
export { createJobs, type JobsOptions } from './jobs.ts'

export const jobsModule: Module = { schema: 'jobs', folder: new URL('migrations/', import.meta.url) }
