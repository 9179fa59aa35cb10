import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'

const messages = createMessages([readCatalogue('one-login', new URL('../', import.meta.url))])
const values = { name: 'One Login', code: '123456', at: '22 November 2026' }

// Said by their names, so that one which is never sent, or sent without words, is noticed.
const WITH_CODE = ['first-code', 'reset-code', 'change-code']
const WITH_DATE = [
  'created',
  'authenticator-added',
  'authenticator-changed',
  'password-reset',
  'password-changed',
  'address-changed',
]
const PLAIN = ['known-address', 'no-account', 'taken-address']

for (const locale of ['en', 'cy'] as const) {
  const { say } = messages.in(locale)
  test(`each mail has its words in ${locale}, and a code or a date where it should`, () => {
    for (const which of [...WITH_CODE, ...WITH_DATE, ...PLAIN]) {
      const subject = say(`one-login.mail.${which}.subject`, values)
      const body = say(`one-login.mail.${which}.body`, values)
      assert.equal(subject.includes('One Login'), true, which)
      assert.equal(subject.includes('\n') || subject.includes(values.code), false, which)
      assert.equal(/\b\d{6}\b/.test(body), WITH_CODE.includes(which), which)
      assert.equal(body.includes(values.at), WITH_DATE.includes(which), which)
      assert.doesNotMatch(body, /[{}]|''|https?:/)
      assert.ok(body.split('\n\n').length >= 2, which)
    }
  })
}
