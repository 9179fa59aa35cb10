import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { CHECKOUT, readConfig, SETTINGS } from './config.ts'

test('without a setting, everything works on a laptop', () => {
  assert.deepEqual(readConfig({}), {
    ok: true,
    config: {
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      contacts: {},
      dataDir: join(CHECKOUT, 'data'),
      government: join(CHECKOUT, 'governments/uk'),
      logLevel: 'warn',
    },
  })
})

test('a setting that is empty is not set', () => {
  assert.deepEqual(readConfig(Object.fromEntries(SETTINGS.map(({ name }) => [name, '']))), readConfig({}))
})

test('folders are found from where the program was started, and an address loses its last slash', () => {
  const read = readConfig({
    DATA_DIR: 'here',
    GOVERNMENT: '/there',
    PUBLIC_URL: 'https://example.org/',
    PORT: '8080',
  })
  assert.ok(read.ok)
  const { dataDir, government, publicUrl, port } = read.config
  assert.deepEqual(
    [dataDir, government, publicUrl, port],
    [resolve('here'), '/there', 'https://example.org', 8080],
  )
})

test('everything wrong is said together, and the address of the database is not repeated', () => {
  const wrong = {
    PORT: '70000',
    HOST: 'two words',
    PUBLIC_URL: 'example.org',
    DATABASE_URL: 'mysql://me:secret@x',
    LOG_LEVEL: 'loud',
  }
  assert.deepEqual(readConfig(wrong), {
    ok: false,
    says: [
      'PORT "70000" is not a port: use a number from 0 to 65535.',
      'HOST "two words" is not an address: use one such as 127.0.0.1 or 0.0.0.0.',
      'PUBLIC_URL "example.org" is not the address of a site: write one such as https://roadmap.example.org.',
      'DATABASE_URL is not an address of the form postgresql://user:password@host:5432/database.',
      'LOG_LEVEL "loud" is not one of debug, info, warn, error and silent.',
    ],
  })
})

test('readers and finders of weaknesses have somebody to write to, by e-mail or on a page', () => {
  const contacts = (settings: Record<string, string>) => {
    const read = readConfig(settings)
    return read.ok ? read.config.contacts : read.says
  }
  assert.deepEqual(contacts({}), {})
  const SUPPORT_CONTACT = 'roadmap@coast.example'
  assert.deepEqual(contacts({ SUPPORT_CONTACT }), { support: SUPPORT_CONTACT, security: SUPPORT_CONTACT })
  const SECURITY_CONTACT = 'https://coast.example/weakness'
  assert.deepEqual(contacts({ SUPPORT_CONTACT, SECURITY_CONTACT }), {
    support: SUPPORT_CONTACT,
    security: SECURITY_CONTACT,
  })
  for (const wrong of [
    'the harbour',
    'http://coast.example',
    'mailto:a@b.example',
    'javascript:alert(1)',
    'a@b',
    'https://',
  ]) {
    assert.deepEqual(contacts({ SUPPORT_CONTACT: wrong }), [
      `SUPPORT_CONTACT "${wrong}" is not a contact: write an e-mail address such as roadmap@example.org, or a page such as https://example.org/contact.`,
    ])
  }
})
