import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { ERROR_KINDS, explainError } from './explanations.ts'

const messages = createMessages([readCatalogue('one-login', new URL('../', import.meta.url))])

test('every kind of error is told in words, in both languages: what happened, and what to do', () => {
  assert.ok(ERROR_KINDS.length > 20)
  for (const kind of ERROR_KINDS) {
    for (const locale of ['en', 'cy'] as const) {
      for (const part of ['happened', 'remedy'])
        assert.match(messages.in(locale).say(`one-login.clients.error.${kind}.${part}`), /\.$/)
    }
  }
})

test("the contract's own words are understood", () => {
  const kinds: Record<string, [string, string]> = {
    state: ['invalid_request', 'Request is missing state parameter'],
    nonce: ['invalid_request', 'Request is missing nonce parameter'],
    claims: ['invalid_request', 'Request contains invalid claims'],
    vtr: ['invalid_request', 'Request vtr not valid'],
    pkce: ['invalid_request', 'Request is missing code_challenge parameter, but PKCE is enforced.'],
    channel: ['invalid_request', 'Invalid value for channel parameter.'],
    'max-age': ['invalid_request', 'Max age is negative in query params'],
    scope: ['invalid_scope', 'Invalid, unknown or malformed scope'],
    deactivated: ['unauthorized_client', 'client deactivated'],
    redirect: ['invalid_request', 'Invalid request: redirect_uri is not registered'],
    'not-listed': ['access_denied', 'Test service: not on the list of who may test it'],
    signature: ['invalid_client', 'Invalid signature in private_key_jwt'],
    expired: ['invalid_client', 'private_key_jwt has expired'],
    assertion: ['invalid_request', 'Invalid private_key_jwt'],
    secret: ['invalid_client', 'Client authentication failed'],
    'sign-out': ['invalid_request', 'client registry does not contain post_logout_redirect_uri'],
    hint: ['invalid_request', 'unable to validate id_token_hint'],
    request: ['something_new', 'Something new'],
  }
  const more: [string, string, string][] = [
    ['request', 'invalid_request', 'Request is missing redirect_uri parameter'],
    ['secret', 'invalid_client', 'Invalid client secret'],
    ['secret', 'invalid_client', 'No client secret registered'],
    ['expired', 'invalid_grant', 'private_key_jwt has expired'],
    ['code', 'invalid_grant', 'Invalid grant'],
    ['client', 'unauthorized_client', 'Unauthorized client'],
    ['request-object', 'invalid_request_object', 'Trust chain validation failed'],
  ]
  for (const [kind, error, description] of [
    ...Object.entries(kinds).map(([name, words]) => [name, ...words] as const),
    ...more,
  ]) {
    const { happened } = explainError({ error, description }, messages.in('en'))
    assert.equal(happened, messages.in('en').say(`one-login.clients.error.${kind}.happened`), description)
  }
})
