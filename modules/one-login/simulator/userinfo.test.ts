import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { z } from 'zod'
import { makePair, signText } from '../requests/testing.ts'
import { CLAIM, CLIENT, isSignedWith, onSimulator, readJwt, type TestSimulator } from './testing.ts'

const INVALID = 'Bearer error="invalid_token", error_description="Invalid access token"'
const SUB = 'urn:fdc:gov.uk:2022:56P4CMsGh_02YOlWpd8PAOI-2sVlB2nsNU7mcLZYhYw='
const EVERYTHING = ['coreIdentityJWT', 'address', 'passport', 'drivingPermit', 'returnCode'].map(
  (name) => `${CLAIM}/${name}`,
)
const ALL = { vtr: '["Cl.Cm.P2"]', claims: asked(EVERYTHING), scope: 'openid email phone' }
const didSchema = z.object({
  id: z.string(),
  assertionMethod: z.array(z.object({ id: z.string(), publicKeyJwk: z.record(z.string(), z.unknown()) })),
})

function asked(claims: readonly string[]): string {
  return JSON.stringify({ userinfo: Object.fromEntries(claims.map((claim) => [claim, null])) })
}

async function told(simulator: TestSimulator, request: Record<string, string> = ALL) {
  const { accessToken } = await simulator.signIn(request)
  const answer = await simulator.userinfo(accessToken)
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.headers.get('www-authenticate'), null)
  return answer.json ?? {}
}

function identityIn(userinfo: Record<string, unknown>) {
  return readJwt(z.string().parse(userinfo[`${CLAIM}/coreIdentityJWT`]))
}

onSimulator({}, (simulator) => {
  const REGISTERED = { clientConfiguration: { claims: EVERYTHING } }

  suite('/userinfo without a good token', () => {
    beforeEach(async () => await simulator().reset())

    async function refused(headers: Record<string, string>, challenge: string) {
      const answer = await simulator().get('/userinfo', headers)
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('www-authenticate'), challenge)
      assert.equal(answer.text, '')
    }

    test('says what is missing', async () => await refused({}, 'Bearer'))
    test('refuses what is no token', async () => {
      await refused({ authorization: 'invalid-authentication-header' }, INVALID)
      await refused({ authorization: 'Bearer invalid-access-token' }, INVALID)
    })
    test('refuses a token that is not called one', async () => {
      const { accessToken } = await simulator().signIn()
      await refused({ authorization: accessToken }, INVALID)
    })
    test('refuses one that somebody else signed, whatever it says', async () => {
      const { accessToken } = await simulator().signIn()
      const { header, claims } = readJwt(accessToken)
      const forged = signText(claims, makePair().privateKey, { ...header, alg: 'RS256' })
      await refused({ authorization: `Bearer ${forged}` }, INVALID)
      const unsigned = `${accessToken.slice(0, accessToken.lastIndexOf('.'))}.`
      await refused({ authorization: `Bearer ${unsigned}` }, INVALID)
    })
    test('refuses one of a client that there is no more', async () => {
      const { accessToken } = await simulator().signIn()
      await simulator().configure({ clientConfiguration: { clientId: 'another' } })
      await refused({ authorization: `Bearer ${accessToken}` }, INVALID)
    })
    test('refuses an ID token', async () => {
      const { idToken } = await simulator().signIn()
      await refused({ authorization: `Bearer ${idToken}` }, INVALID)
    })
  })

  suite('/userinfo', () => {
    beforeEach(async () => await simulator().reset(REGISTERED))

    test('tells what the scopes are for', async () => {
      assert.deepEqual(await told(simulator(), { scope: 'openid' }), { sub: SUB })
      assert.deepEqual(await told(simulator(), { scope: 'openid email phone' }), {
        sub: SUB,
        email: 'test@example.com',
        email_verified: true,
        phone_number: '07123456789',
        phone_number_verified: true,
      })
    })

    test('gives only scopes that the client still has', async () => {
      const { accessToken } = await simulator().signIn({ scope: 'openid email phone' })
      await simulator().configure({ clientConfiguration: { scopes: ['openid', 'email'] } })
      const { json } = await simulator().userinfo(accessToken)
      assert.deepEqual(Object.keys(json ?? {}), ['sub', 'email', 'email_verified'])
    })

    test('tells what the configuration says when it is asked', async () => {
      const { accessToken } = await simulator().signIn({ scope: 'openid email phone' })
      await simulator().configure({
        responseConfiguration: {
          email: 'office@harbourton.example',
          emailVerified: false,
          phoneNumber: null,
        },
      })
      const { json } = await simulator().userinfo(accessToken)
      assert.deepEqual(json, { sub: SUB, email: 'office@harbourton.example', email_verified: false })
    })

    test('tells nothing of identity unless it was asked for', async () => {
      assert.deepEqual(Object.keys(await told(simulator(), { claims: asked(EVERYTHING) })), [
        'sub',
        'email',
        'email_verified',
      ])
      assert.deepEqual(
        Object.keys(await told(simulator(), { vtr: '["Cl.Cm.P2"]', claims: asked([`${CLAIM}/address`]) })),
        ['sub', 'email', 'email_verified', `${CLAIM}/address`],
      )
    })

    test('tells who somebody is, signed by a key of the DID document alone', async () => {
      const userinfo = await told(simulator())
      assert.deepEqual(userinfo[`${CLAIM}/address`], [
        {
          addressCountry: 'GB',
          buildingName: '',
          streetName: 'FRAMPTON ROAD',
          postalCode: 'GL1 5QB',
          buildingNumber: '26',
          addressLocality: 'GLOUCESTER',
          validFrom: '2000-01-01',
          uprn: 100_120_472_196,
          subBuildingName: '',
        },
      ])
      assert.equal(userinfo[`${CLAIM}/passport`], undefined)

      const { header, claims } = identityIn(userinfo)
      const { iat, nbf, exp, vc, ...rest } = claims
      assert.deepEqual(rest, {
        iss: `${simulator().url}/`,
        sub: SUB,
        aud: CLIENT,
        vot: 'P2',
        vtm: `${simulator().url}/trustmark`,
      })
      assert.equal(iat, nbf)
      assert.ok(Number(exp) > Number(iat))
      assert.deepEqual(vc, {
        type: ['VerifiableCredential', 'IdentityCheckCredential'],
        credentialSubject: {
          name: [
            {
              nameParts: [
                { value: 'GEOFFREY', type: 'GivenName' },
                { value: 'HEARNSHAW', type: 'FamilyName' },
              ],
            },
          ],
          birthDate: [{ value: '1955-04-19' }],
        },
      })

      const did = didSchema.parse((await simulator().get('/.well-known/did.json')).json)
      const key = did.assertionMethod.find(({ id }) => id === header.kid)
      assert.ok(key)
      assert.equal(header.alg, 'ES256')
      assert.ok(isSignedWith(String(userinfo[`${CLAIM}/coreIdentityJWT`]), key.publicKeyJwk))
    })

    test('tells what it was told to tell', async () => {
      const responseConfiguration = {
        maxLoCAchieved: 'P1',
        coreIdentityVerifiableCredentials: {
          type: ['VerifiableCredential'],
          credentialSubject: { any: 'thing' },
        },
        passportDetails: [{ documentNumber: '1223456', icaoIssuerCode: 'GBR', expiryDate: '2032-02-02' }],
        drivingPermitDetails: [{ issuedBy: 'DVLA' }],
        postalAddressDetails: null,
        returnCodes: [{ code: 'B' }, { code: 'C' }],
      }
      await simulator().reset({ ...REGISTERED, responseConfiguration })
      const userinfo = await told(simulator())
      assert.deepEqual(userinfo[`${CLAIM}/passport`], responseConfiguration.passportDetails)
      assert.deepEqual(userinfo[`${CLAIM}/drivingPermit`], responseConfiguration.drivingPermitDetails)
      assert.deepEqual(userinfo[`${CLAIM}/returnCode`], responseConfiguration.returnCodes)
      assert.equal(userinfo[`${CLAIM}/address`], undefined)
      const { claims } = identityIn(userinfo)
      assert.equal(claims.vot, 'P1')
      assert.deepEqual(claims.vc, responseConfiguration.coreIdentityVerifiableCredentials)
    })

    test('tells no core identity where there is no credential, and P0 where it was told so', async () => {
      await simulator().configure({ responseConfiguration: { coreIdentityVerifiableCredentials: null } })
      const userinfo = await told(simulator())
      assert.equal(userinfo[`${CLAIM}/coreIdentityJWT`], undefined)
      assert.ok(userinfo[`${CLAIM}/address`])
      await simulator().reset({ ...REGISTERED, responseConfiguration: { maxLoCAchieved: 'P0' } })
      assert.equal(identityIn(await told(simulator())).claims.vot, 'P0')
    })
  })

  suite('Core identities that err as the configuration says', () => {
    async function spoiled(fault: string) {
      await simulator().reset({ ...REGISTERED, errorConfiguration: { coreIdentityErrors: [fault] } })
      const userinfo = await told(simulator())
      return { ...identityIn(userinfo), jwt: String(userinfo[`${CLAIM}/coreIdentityJWT`]) }
    }

    test('INVALID_ALG_HEADER', async () => {
      assert.equal((await spoiled('INVALID_ALG_HEADER')).header.alg, 'HS256')
    })
    test('INVALID_SIGNATURE', async () => {
      const { jwt } = await spoiled('INVALID_SIGNATURE')
      const did = didSchema.parse((await simulator().get('/.well-known/did.json')).json)
      assert.ok(did.assertionMethod.every(({ publicKeyJwk }) => !isSignedWith(jwt, publicKeyJwk)))
    })
    test('INVALID_ISS', async () => {
      assert.notEqual((await spoiled('INVALID_ISS')).claims.iss, `${simulator().url}/`)
    })
    test('INVALID_AUD', async () => {
      assert.notEqual((await spoiled('INVALID_AUD')).claims.aud, CLIENT)
    })
    test('INCORRECT_SUB', async () => {
      assert.notEqual((await spoiled('INCORRECT_SUB')).claims.sub, SUB)
    })
    test('TOKEN_EXPIRED', async () => {
      assert.ok(Number((await spoiled('TOKEN_EXPIRED')).claims.exp) < Date.now() / 1000)
    })
  })
})
