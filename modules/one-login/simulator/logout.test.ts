import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { onSimulator } from './testing.ts'

const AFTER = 'https://fishing.harbourton.example/signed-out'

onSimulator({}, (simulator) => {
  suite('/logout', () => {
    beforeEach(async () => {
      await simulator().reset({ clientConfiguration: { postLogoutRedirectUrls: [AFTER] } })
    })

    async function sentTo(query: Record<string, string>): Promise<string> {
      const answer = await simulator().get(`/logout?${new URLSearchParams(query)}`)
      assert.equal(answer.status, 302)
      return answer.location
    }

    const own = (query: Record<string, string> = {}) => {
      const text = new URLSearchParams(query).toString()
      return `${simulator().url}/signed-out${text && `?${text}`}`
    }

    test('without anything goes to a page of the simulator', async () => {
      assert.equal(await sentTo({}), own())
      assert.equal((await simulator().get('/signed-out')).status, 200)
    })
    test('keeps the state', async () => {
      assert.equal(await sentTo({ state: 's' }), own({ state: 's' }))
    })
    test('says of a hint that nobody here signed that it is not valid', async () => {
      const error = { error_code: 'invalid_request', error_description: 'unable to validate id_token_hint' }
      const { idToken } = await simulator().signIn()
      const forged = idToken.replace(/[^.]+$/, 'bm90IGEgc2lnbmF0dXJl')
      assert.equal(await sentTo({ state: 's', id_token_hint: forged }), own({ ...error, state: 's' }))
      assert.equal(await sentTo({ state: 's', id_token_hint: 'x' }), own({ ...error, state: 's' }))
    })
    test('says of a client that there is no more that it is not found', async () => {
      const { idToken } = await simulator().signIn()
      await simulator().configure({ clientConfiguration: { clientId: 'another' } })
      const error = { error_code: 'unauthorized_client', error_description: 'client not found' }
      const query = { state: 's', id_token_hint: idToken }
      assert.equal(await sentTo(query), own({ ...error, state: 's' }))
      assert.equal(await sentTo({ ...query, post_logout_redirect_uri: AFTER }), own({ ...error, state: 's' }))
    })
    test('with a hint alone goes to a page of the simulator', async () => {
      const { idToken } = await simulator().signIn()
      assert.equal(await sentTo({ state: 's', id_token_hint: idToken }), own({ state: 's' }))
    })
    test('says of an address that is not registered that it is not', async () => {
      const { idToken } = await simulator().signIn()
      const error = {
        error_code: 'invalid_request',
        error_description: 'client registry does not contain post_logout_redirect_uri',
      }
      const query = { state: 's', id_token_hint: idToken, post_logout_redirect_uri: `${AFTER}/else` }
      assert.equal(await sentTo(query), own({ ...error, state: 's' }))
    })
    test('goes to a registered address, with the state', async () => {
      const { idToken } = await simulator().signIn()
      const query = { id_token_hint: idToken, post_logout_redirect_uri: AFTER }
      assert.equal(await sentTo({ ...query, state: 's' }), `${AFTER}?state=s`)
      assert.equal(await sentTo(query), AFTER)
    })
    test('takes a hint that has expired', async () => {
      await simulator().configure({ errorConfiguration: { idTokenErrors: ['TOKEN_EXPIRED'] } })
      const { idToken } = await simulator().signIn()
      const query = { id_token_hint: idToken, post_logout_redirect_uri: AFTER, state: 's' }
      assert.equal(await sentTo(query), `${AFTER}?state=s`)
    })
  })
})
