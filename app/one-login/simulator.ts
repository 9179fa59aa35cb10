import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createArtefacts,
  createSecrets,
  createSimulator,
  oneLoginSite,
  postgresShelf,
  readProfile,
  readSimulatorSettings,
} from '#one-login'
import { createAudit } from '#platform/audit'
import { createServer } from '#platform/http'
import { createJobs } from '#platform/jobs'
import { ENVIRONMENT } from '../config.ts'
import type { OneLoginConfig } from './config.ts'
import { openOneLoginStore } from './provider.ts'
import type { Start } from './running.ts'

/** What keeps the simulator from starting, settings of production before all: asked before anything else is read. */
export function simulatorFaults(): readonly string[] {
  const read = readSimulatorSettings(ENVIRONMENT, 'http://localhost')
  return read.ok ? [] : read.says
}

/** The provider for the tests of services. What it keeps is gone when it stops. */
export async function prepareSimulator(config: OneLoginConfig): Promise<Start> {
  const read = readProfile(config.profile)
  if (!read.ok) return read
  const given = readSimulatorSettings(ENVIRONMENT, config.publicUrl)
  if (!given.ok) return given
  const dataDir = mkdtempSync(join(tmpdir(), 'fingerpost-simulator-'))
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  try {
    const store = await openOneLoginStore({ dataDir }, () => {})
    const base = {
      store,
      now: Date.now,
      secrets: createSecrets(randomBytes(32)),
      profile: read.profile,
      publicUrl: config.publicUrl,
    }
    const app = createServer({
      folders: oneLoginSite.folders,
      layout: oneLoginSite.layout,
      name: read.profile.name,
      forms: { key: base.secrets.key('forms') },
      longestAddress: 8000,
      log: { level: config.logLevel },
      publicUrl: config.publicUrl,
    })
    const jobs = createJobs({ store, role: 'accounts', now: base.now, report: () => {} })
    const simulator = await createSimulator(base, {
      settings: given.settings,
      artefacts: createArtefacts(postgresShelf(base)),
      jobs,
      audit: createAudit({ store, role: 'accounts', now: base.now }),
    })
    simulator.serve(app)
    app.addHook('onClose', async () => {
      await jobs.stop()
      await store.close()
      remove()
    })
    return { ok: true, ready: { app, begin: () => jobs.start() } }
  } catch (error) {
    remove()
    throw error
  }
}
