import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { FIRST_SETTINGS, settingsSchema } from '../clients/input.ts'
import { allSettings, rowOf } from './rows.ts'

const messages = createMessages([readCatalogue('one-login', new URL('../', import.meta.url))])
const claim = 'https://claims.example/address'
const everything = allSettings({
  claims: {
    coreIdentityJWT: 'https://claims.example/identity',
    address: claim,
    passport: 'https://claims.example/passport',
    drivingPermit: 'https://claims.example/driving-permit',
    returnCode: 'https://claims.example/return-code',
    inheritedIdentityJWT: 'https://claims.example/inherited',
    socialSecurityRecord: 'https://claims.example/social-security',
  },
})

test('every setting of a client has a name and values in words, in both languages', () => {
  const names = everything.map(({ name }) => name)
  assert.deepEqual(names.toSorted(), Object.keys(settingsSchema.shape).toSorted())
  for (const locale of ['en', 'cy'] as const)
    for (const { at, ...page } of everything) {
      const say = (key: string) => messages.in(locale).say(`one-login.registrations.${at}.${key}`)
      assert.match(say('title'), /^[A-Z]/, at)
      if (!('options' in page) || page.name === 'claims') continue
      for (const option of page.options) assert.match(say(option), /\S/, option)
    }
})

test('settings read in words, and what is not set says nothing', () => {
  const settings = {
    ...FIRST_SETTINGS,
    clientName: 'Pond licences',
    redirectUrls: ['https://a.example/back', 'https://b.example/back'],
    clientLoCs: ['P0' as const, 'P2' as const],
    claims: [claim],
    publicKey: '-----BEGIN PUBLIC KEY-----',
    rateLimit: 60,
  }
  const said = Object.fromEntries(
    everything.map((each) => [each.name, rowOf(each, settings, messages.in('en')).says]),
  )
  assert.deepEqual(said.clientName, ['Pond licences'])
  assert.deepEqual(said.redirectUrls, ['https://a.example/back', 'https://b.example/back'])
  assert.deepEqual(said.clientLoCs, ['P2: medium confidence'])
  assert.deepEqual(said.scopes, ['openid: sign people in', 'email: their email address'])
  assert.deepEqual(said.claims, [claim])
  assert.deepEqual(said.serviceType, ['They must sign in'])
  assert.deepEqual(said.publicKey, ['A public key is set'])
  assert.deepEqual(said.publicKeySource, ['The key that is set here'])
  assert.deepEqual(said.smokeTest, ['No'])
  assert.deepEqual(said.pkceEnforced, ['Yes'])
  assert.deepEqual(said.rateLimit, ['60'])
  assert.deepEqual(said.jwksUrl, [])
})
