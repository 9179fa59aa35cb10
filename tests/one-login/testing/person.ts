// Somebody who creates an account, signs in, goes on and comes back, with a provider that is killed under them. They do
// what a person would do: load the page again, and where that is of no use, begin again.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { answerTo, type Browser, Lost, openBrowser, type Page } from './browser.ts'
import type { Mailboxes } from './mailbox.ts'
import { assertionOf, type Provider } from './provider.ts'

export interface Person {
  readonly email: string
  /** What the provider had said was done; it must be so ever after. */
  readonly told: Told
  /** From the first page to the service, and the tokens. */
  createAccount(): Promise<void>
  /** To the service without a page, by the session that there is. */
  comeBack(): Promise<void>
  /** Asks who they are with the newest token. */
  beKnown(): Promise<void>
  /** Out, and in again with the password and the app. */
  signOutAndIn(): Promise<void>
  /** In another browser. */
  signInElsewhere(): Promise<void>
  /** Each code that was spent is spent. */
  spendAgain(): Promise<void>
}

export interface Told {
  hasAccount: boolean
  hasApp: boolean
  /** Who they are to the service. */
  subject: string | undefined
  spent: string[]
  /** Answers that never came. */
  lost: number
}

export interface Around {
  readonly provider: Provider
  readonly mailboxes: Mailboxes
  /** Told of each answer. */
  readonly answered: () => void
}

/** Nobody may be shown these again in a journey in which they were done. */
const ONCE = [
  'check-email',
  'create-password',
  'set-up-app',
  'created',
  'enter-password',
  'enter-code',
  'terms',
]
const STEP = 30_000
/** The app's clock may be two minutes out: one that is behind has more codes to come, each good once. */
const BEHIND = 3 * STEP

export function makePerson(number: number, { provider, mailboxes, answered }: Around): Person {
  const { url, service } = provider
  const email = `desk-${number}@registry.example`
  const password = `${randomBytes(9).toString('base64url')}-harbour-7`
  const told: Told = { hasAccount: false, hasApp: false, subject: undefined, spent: [], lost: 0 }
  const from = `198.51.100.${number}`
  const newBrowser = () => openBrowser({ url, from, answered })
  const own = newBrowser()
  // (PKCE) Fresh for each request in a real service; here one shows as well that codes go with it.
  const verifier = randomBytes(32).toString('base64url')
  let read = 0
  let secret = ''
  let lastStep = 0
  let token = ''

  function nextCode(): string {
    lastStep = Math.max(lastStep + 1, Math.floor((Date.now() - BEHIND) / STEP))
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: lastStep * STEP })
  }

  // Does it; and once more when the provider is back, if it went away meanwhile.
  async function surely<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await act()
      } catch (error) {
        if (!(error instanceof Lost)) throw error
        told.lost++
        await provider.up()
      }
    }
  }

  /** Through the pages; the address of the service at their end. */
  async function walk(browser: Browser, begin: string): Promise<URL> {
    let page = await surely(() => browser.go(begin))
    const done = new Set<string>()
    const trail: string[] = []
    for (let steps = 0; steps < 60; steps++) {
      if (page.at.origin !== url) return page.at
      const [, base = '', name = 'start'] =
        /^(\/sign-in\/[\w-]+)(?:\/([\w-]+))?$/.exec(page.at.pathname) ?? []
      const at = page
      const [, fault = ''] = /govuk-error-message[^>]*>([\s\S]*?)<\/p>/.exec(at.html) ?? []
      trail.push(`${at.status} ${name} ${fault.replaceAll(/<[^>]*>|\s+/g, ' ')}`.trim())
      // The step was done, or the journey ended, and the answer that said so was lost.
      if (at.status === 410 || base === '') {
        assert.ok(told.lost > 0, trail.join(', '))
        const [, onward] = /href="(\/sign-in\/[^"]+)"/.exec(at.html) ?? []
        page = await surely(() => browser.go(onward ?? begin))
        continue
      }
      if (name === 'start') done.clear()
      // A mail may arrive after the one that replaced it; and after an answer was lost, nobody knows whether there is an
      // account.
      const mayBeWrong = name === 'check-email' || (name === 'enter-password' && told.lost > 0)
      assert.ok(at.status === 200 || (at.status === 422 && mayBeWrong), trail.join(', '))
      assert.ok(name !== 'locked', trail.join(', '))
      assert.ok(!done.has(name), `${name} was done, and is asked for again: ${trail.join(', ')}`)
      const before = told.lost
      const next = await surely(async () =>
        told.lost === before ? await take(browser, at, base, name) : { page: await browser.go(at.at.href) },
      )
      if (told.lost > before) trail.push('(lost)')
      if (told.lost === before && next.page.status !== 422 && ONCE.includes(name) && !('aside' in next)) {
        done.add(name)
        if (name === 'create-password') told.hasAccount = true
        if (name === 'set-up-app') told.hasApp = true
      }
      // The account was created, and the journey does not know: its address was proved for that one account.
      if (told.lost > before && name === 'create-password') done.delete('check-email')
      page = next.page
    }
    throw new Error(`a journey without end: ${trail.join(', ')}`)
  }

  /** What a person does with a page. `aside`: they leave it for another. */
  async function take(
    browser: Browser,
    page: Page,
    base: string,
    name: string,
  ): Promise<{ page: Page; aside?: true }> {
    const aside = async (to: string) => ({ page: await browser.go(`${base}${to}`), aside: true }) as const
    const send = async (fields: Record<string, string> = {}) => ({ page: await browser.send(page, fields) })
    switch (name) {
      case 'start':
        return await aside(told.hasAccount ? '/enter-email' : '/create-email')
      case 'create-email':
        assert.ok(!told.hasAccount, 'who has an account is asked to create one')
        return await send({ email })
      case 'check-email': {
        // A code that is wrong was replaced by one that is still on its way.
        const got = await mailboxes.next(email, read)
        if (!got) return await aside('/resend-code')
        read = got.read
        const code = /\b\d{6}\b/.exec(got.mail.body)?.[0]
        // There is an account already: its creation was lost on the way here.
        return code === undefined ? await aside('/enter-email') : await send({ code })
      }
      case 'create-password':
        return await send({ password, again: password })
      case 'set-up-app':
        assert.ok(!told.hasApp, 'who has an app is asked to set one up')
        secret = /class="fp-key">([A-Z2-7 ]+)</.exec(page.html)?.[1]?.replaceAll(' ', '') ?? ''
        return await send({ code: nextCode() })
      case 'enter-email':
        return await send({ email })
      case 'enter-password':
        // It was never created.
        if (page.status === 422 && !told.hasAccount) return await aside('/create-email')
        assert.equal(page.status, 200, 'the password is right')
        return await send({ password })
      case 'enter-code':
        return await send({ code: nextCode() })
      case 'terms':
        return await send({ answer: 'accept' })
      case 'back-to-service':
        return await aside('')
      case 'resend-code':
      case 'created':
        return await send()
      default:
        throw new Error(`nobody should come to ${name}`)
    }
  }

  function authorize(more: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: service.clientId,
      redirect_uri: service.redirectUrl,
      scope: 'openid email',
      state: randomBytes(8).toString('hex'),
      nonce: randomBytes(8).toString('hex'),
      vtr: '["Cl.Cm"]',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    })
    return `/authorize?${query}`
  }

  async function redeem(code: string) {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: service.redirectUrl,
      code_verifier: verifier,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionOf(service, url),
    })
    const headers = { 'user-agent': 'a service', 'x-forwarded-for': from }
    const answer = await answerTo(new URL('/token', url), { method: 'POST', headers, body })
    answered()
    const said: unknown = JSON.parse(answer.html)
    return { status: answer.status, said, text: answer.html }
  }

  /** The tokens for the code that the service was sent. False: it was spent in an answer that was lost. */
  async function receive(at: URL): Promise<boolean> {
    const code = at.searchParams.get('code')
    assert.ok(code !== null, `no code came: ${at.search}`)
    const before = told.lost
    const { status, said, text } = await surely(() => redeem(code))
    if (status === 400 && told.lost > before) {
      assert.match(text, /"invalid_grant"/)
      return false
    }
    assert.equal(status, 200, text)
    const { access_token: access, id_token: id } = texts(said)
    token = access ?? ''
    const { sub } = texts(JSON.parse(Buffer.from(id?.split('.')[1] ?? '', 'base64url').toString()))
    told.subject ??= sub
    assert.equal(sub, told.subject, 'the same person to the service')
    told.spent.push(code)
    return true
  }

  async function signIn(browser: Browser): Promise<void> {
    // Whose code was spent without an answer is signed in: the next one comes without a page.
    while (!(await receive(await walk(browser, authorize()))));
  }

  return {
    email,
    told,
    createAccount: () => signIn(own),
    async comeBack() {
      for (;;) {
        const { at } = await surely(() => own.go(authorize({ prompt: 'none' })))
        assert.equal(at.searchParams.get('error'), null, 'the session goes on')
        if (await receive(at)) return
      }
    },
    async beKnown() {
      const headers = { authorization: `Bearer ${token}`, 'user-agent': 'a service', 'x-forwarded-for': from }
      const { status, html } = await surely(() => answerTo(new URL('/userinfo', url), { headers }))
      answered()
      assert.equal(status, 200, html)
      const { sub, email: address } = texts(JSON.parse(html))
      assert.deepEqual({ sub, address }, { sub: told.subject, address: email })
    },
    async signOutAndIn() {
      await surely(() => own.go('/logout'))
      const { at } = await surely(() => own.go(authorize({ prompt: 'none' })))
      assert.equal(at.searchParams.get('error'), 'login_required', 'who signed out is signed out')
      await signIn(own)
    },
    signInElsewhere: () => signIn(newBrowser()),
    async spendAgain() {
      for (const code of told.spent) {
        const { status, text } = await surely(() => redeem(code))
        assert.equal(status, 400)
        assert.match(text, /"invalid_grant"/)
      }
    },
  }
}

function texts(value: unknown): Record<string, string | undefined> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : undefined]),
  )
}
