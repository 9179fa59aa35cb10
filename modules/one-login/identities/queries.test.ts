import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { Base } from '../base.ts'
import { readProfile } from '../profile.ts'
import { createSecrets } from '../secrets.ts'
import { type OneLoginTables, oneLoginModule } from '../tables.ts'
import type { Identity } from './identity.ts'
import { createIdentities, type Identities } from './queries.ts'

const IDENTITY: Identity = {
  level: 'P2',
  credentialSubject: {
    name: [
      {
        validFrom: '2020-03-01',
        nameParts: [
          { type: 'GivenName', value: 'Registry' },
          { type: 'FamilyName', value: 'Harbourton' },
        ],
      },
    ],
    birthDate: [{ value: '1970-01-01' }],
  },
  passport: [{ documentNumber: '1223456' }],
}

eachDatabase((_kind, open) => {
  let base: Base
  let identities: Identities
  before(async () => {
    const profile = readProfile(fileURLToPath(new URL('../profiles/uk.yaml', import.meta.url)))
    if (!profile.ok) throw new Error(profile.says.join('\n'))
    base = {
      store: await open<OneLoginTables>([oneLoginModule]),
      now: () => Date.UTC(2026, 10, 22),
      secrets: createSecrets(randomBytes(32)),
      profile: profile.profile,
      publicUrl: 'http://localhost:3001',
    }
    identities = createIdentities(base)
  })

  test('an identity is found as it was kept, and another takes its place', async () => {
    assert.equal(await identities.find('a'), undefined)
    await identities.keep('a', IDENTITY)
    assert.deepEqual(await identities.find('a'), IDENTITY)
    const { passport: _passport, ...rest } = IDENTITY
    await identities.keep('a', { ...rest, level: 'P1' })
    assert.deepEqual(await identities.find('a'), { ...rest, level: 'P1' })
    await identities.forget('a')
    assert.equal(await identities.find('a'), undefined)
  })

  test('the database alone tells nobody’s name, and a row that was moved does not open', async () => {
    await identities.keep('b', IDENTITY)
    const { rows } = await base.store.owner((tx) =>
      sql<{ row: string }>`select encode(sealed, 'escape') as row from one_login.identity`.execute(tx),
    )
    assert.doesNotMatch(rows[0]?.row ?? '', /Harbourton|1970|1223456/)
    await base.store.owner((tx) =>
      sql`update one_login.identity set account_id = 'c' where account_id = 'b'`.execute(tx),
    )
    await assert.rejects(identities.find('c'))
  })
})
