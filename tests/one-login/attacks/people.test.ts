// Accounts that are guessed at, counted out, and journeys whose steps are left out.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, enter, newAddress, PASSWORD, type Person, signUp, totp, uidOf } from './people.testing.ts'
import { authorizeAt } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const PAGES =
  'create-email check-email resend-code create-password set-up-app created enter-email enter-password enter-code lost-app forgotten-password must-reset reset-code reset-app-code new-password terms back-to-service'

describe('people under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let person: Person
    before(async () => {
      target = await startTarget(open)
      person = await signUp(target, new Browser(target))
    })
    after(() => target.close())

    /** All that somebody sees who begins at a page with an address and goes on trying. */
    async function seen(page: string, email: string, tries: Record<string, string>[]): Promise<string[]> {
      const browser = new Browser(target)
      await browser.go(authorizeAt(target.ponds))
      const uid = uidOf(browser)
      await browser.go(`/sign-in/${uid}/${page}`)
      const pages: string[] = []
      for (const fields of [{ email }, ...tries]) {
        const { status, at, body, headers } = await browser.send(fields)
        const cookies = [...browser.cookies.keys()].sort().join()
        const text = `${status} ${at} ${cookies} ${[...headers.keys()].join()} ${body}`
        pages.push(
          text
            .replaceAll(uid, '(uid)')
            .replaceAll(email, '(address)')
            .replaceAll(/name="form-token" value="[^"]+"/g, '(token)'),
        )
      }
      return pages
    }

    const wrongPasswords = Array.from({ length: 8 }, () => ({ password: 'wrong-password-1' }))
    const wrongCodes = Array.from({ length: 8 }, () => ({ code: '000000' }))
    const resends = Array.from({ length: 3 }, () => ({}))

    test('enumeration: signing in, creating and resetting look the same for known and unknown addresses', async () => {
      const known = () => signUp(target, new Browser(target)).then(({ email }) => email)
      for (const [page, tries] of [
        ['enter-email', wrongPasswords],
        ['create-email', [...wrongCodes, ...resends]],
      ] as const)
        assert.deepEqual(
          await seen(page, await known(), [...tries]),
          await seen(page, newAddress(), [...tries]),
        )
      assert.deepEqual(await forgotten(await known()), await forgotten(newAddress()))
    })

    async function forgotten(email: string): Promise<string[]> {
      const browser = new Browser(target)
      await browser.go(authorizeAt(target.ponds))
      const uid = uidOf(browser)
      await browser.go(`/sign-in/${uid}/enter-email`)
      await browser.send({ email })
      await browser.go(`/sign-in/${uid}/forgotten-password`)
      const pages: string[] = []
      for (const fields of [{}, ...wrongCodes]) {
        const { status, at, body } = await browser.send(fields)
        pages.push(
          `${status} ${at} ${body}`
            .replaceAll(uid, '(uid)')
            .replaceAll(email, '(address)')
            .replaceAll(/name="form-token" value="[^"]+"/g, '(token)'),
        )
      }
      return pages
    }

    test('a code to reset a password goes to the address that the account has, however it was typed', async () => {
      const { email } = await signUp(target, new Browser(target))
      const before = (await target.mailsTo(email)).length
      await forgotten(email.toUpperCase())
      assert.equal((await target.mailsTo(email)).length, before + 1)
      const [local = '', domain = ''] = email.toUpperCase().split('@')
      assert.deepEqual(await target.mailsTo(`${local}@${domain.toLowerCase()}`), [])
    })

    test('brute force: however many journeys, browsers and spellings, there are six tries', async () => {
      const { email } = await signUp(target, new Browser(target))
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, number) =>
          enter(
            target,
            new Browser(target),
            number % 2 ? email : email.toUpperCase(),
            `wrong-password-${number}`,
          ),
        ),
      )
      const tried = all.filter(({ at }) => at.endsWith('/enter-password'))
      assert.equal(tried.length, 5, 'the sixth locks')
      const right = await enter(target, new Browser(target), email, PASSWORD)
      assert.match(right.at, /\/locked$/)
    })

    test('a code of the app serves once, in however many browsers at once, and never again', async () => {
      const { email, secret } = await signUp(target, new Browser(target))
      target.pass(30)
      const browsers = Array.from({ length: 5 }, () => new Browser(target))
      for (const browser of browsers) await enter(target, browser, email, PASSWORD)
      const code = totp(target, secret)
      const all = await Promise.all(browsers.map((browser) => browser.send({ code })))
      assert.equal(all.filter((answer) => codeIn(answer)).length, 1)
      assert.equal(all.filter(({ status }) => status === 422).length, 4)
    })

    test('skipping steps: no page may be sent before its turn, and the end is not reached', async () => {
      const everything = {
        email: person.email,
        password: PASSWORD,
        again: PASSWORD,
        code: '123456',
        answer: 'accept',
      }
      const fresh = new Browser(target)
      await fresh.go(authorizeAt(target.ponds))
      await fresh.go(`/sign-in/${uidOf(fresh)}/create-email`)
      const halfway = new Browser(target)
      await enter(target, halfway, person.email, PASSWORD)
      for (const browser of [fresh, halfway]) {
        const uid = uidOf(browser)
        const form = { 'form-token': browser.token(), ...everything }
        const begins = /^(create-email|enter-email|start)$/
        for (const page of PAGES.split(' ').filter((each) => !begins.test(each))) {
          const sent = await browser.ask(`/sign-in/${uid}/${page}`, { form })
          assert.ok([303, 404, 422].includes(sent.status), `${page}: ${sent.status}`)
          assert.equal(codeIn(await browser.ask(`/sign-in/${uid}`)), undefined, page)
          assert.ok(!browser.cookies.has('session'), page)
        }
        assert.equal(codeIn(await browser.ask(`/authorize/${uid}`)), undefined)
        assert.ok(!browser.cookies.has('session'))
      }
    })
  })

  // At the contract's own cost, of which the difference would be most of a request's time. On the database of production.
  eachDatabase((kind, open) => {
    if (kind === 'pglite') return
    test('timing: an unknown address takes as long as a known one', async () => {
      const target = await startTarget(open, undefined, {})
      try {
        const ratios: number[] = []
        // What else the machine does falls on one of the two now and then; a difference of ours would in each round.
        for (let round = 0; round < 4 && !ratios.some(isLikeOne); round++) {
          const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
          const { email } = await signUp(target, new Browser(target))
          for (const [kind, address] of [
            ['known', email],
            ['unknown', newAddress()],
          ] as const) {
            const browser = new Browser(target)
            await browser.go(authorizeAt(target.ponds))
            await browser.go(`/sign-in/${uidOf(browser)}/enter-email`)
            await browser.send({ email: address })
            for (let tries = 0; tries < 5; tries++) {
              const began = performance.now()
              await browser.send({ password: `wrong-password-${tries}` })
              times[kind].push(performance.now() - began)
            }
          }
          ratios.push(Math.min(...times.known) / Math.min(...times.unknown))
        }
        assert.ok(ratios.some(isLikeOne), `known to unknown: ${ratios.join(', ')}`)
      } finally {
        await target.close()
      }
    })
  })
})

function isLikeOne(ratio: number): boolean {
  return ratio < 1.6 && ratio > 0.6
}
