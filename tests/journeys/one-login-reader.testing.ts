// Somebody who opens pages of One Login one by one, each of which must read well: axe finds nothing, and nothing has to
// be scrolled sideways on a narrow screen.
import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import { codeTo, PASSWORD, type Person, totp } from '../one-login/attacks/people.testing.ts'
import { authorizeAt } from '../one-login/attacks/services.testing.ts'
import type { Service, Target } from '../one-login/attacks/testing.ts'
import { faultsOf } from './browser.ts'

export interface Provider {
  readonly target: Target
  /** A service that is there. */
  readonly moorings: Service
  /** The path of every page that was read, in either language. */
  readonly read: Set<string>
}

const WIDE = { width: 1000, height: 800 }
const NARROW = { width: 320, height: 640 }
const SUMMARY = '.govuk-error-summary'

export class Reader {
  readonly page: Page
  readonly provider: Provider
  readonly locale: 'en' | 'cy'
  /** What does not read well. */
  readonly faults: string[] = []

  private constructor(page: Page, provider: Provider, locale: 'en' | 'cy') {
    this.page = page
    this.provider = provider
    this.locale = locale
  }

  static async open(context: BrowserContext, provider: Provider, locale: 'en' | 'cy'): Promise<Reader> {
    const page = await context.newPage()
    await page.setViewportSize(locale === 'en' ? WIDE : NARROW)
    return new Reader(page, provider, locale)
  }

  /** Goes to a page, by its address in English, and does not look at it. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.provider.target.url}${this.locale === 'cy' ? '/cy' : ''}${path}`)
  }

  /** From the service to the first page of a journey. */
  async authorize(more: Record<string, string> = {}): Promise<void> {
    const { target, moorings } = this.provider
    await this.page.goto(target.url + authorizeAt(moorings, { ui_locales: this.locale, ...more }))
  }

  /** Another page of the journey that is open. */
  async step(name: string): Promise<void> {
    const [base] = /^.*\/sign-in\/[\w-]+/.exec(this.page.url()) ?? assert.fail(this.page.url())
    await this.page.goto(`${base}/${name}`)
  }

  /** Reads the page that is open; `at` is the last part of its address. */
  async read(at?: string): Promise<void> {
    const { pathname } = new URL(this.page.url())
    if (at !== undefined) assert.equal(pathname.split('/').at(-1), at, await this.#heading())
    this.provider.read.add(pathname)
    const faults = await faultsOf(this.page)
    // axe needs scripts in the browser: that no page needs them is seen by its having none.
    if ((await this.page.locator('script').count()) > 0) faults.push('it has a script')
    const before = this.page.viewportSize() ?? WIDE
    if (before.width !== NARROW.width) await this.page.setViewportSize(NARROW)
    const width = Number(await this.page.evaluate('document.documentElement.scrollWidth'))
    if (before.width !== NARROW.width) await this.page.setViewportSize(before)
    if (width > NARROW.width) faults.push(`it is ${width} pixels wide`)
    for (const fault of faults) this.faults.push(`${pathname} (${await this.#heading()}): ${fault}`)
  }

  async goRead(path: string): Promise<void> {
    await this.go(path)
    await this.read()
  }

  /** Fills fields by their names, and presses the first button of the form. */
  async send(fields: Record<string, string> = {}, form = 'main form'): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`${form} [name="${name}"]`)
      const isChoice = ['radio', 'checkbox'].includes((await field.first().getAttribute('type')) ?? '')
      if (isChoice) await this.page.locator(`${form} [name="${name}"][value="${value}"]`).check()
      else await field.fill(value)
    }
    const button = this.page.locator(`${form} button`).first()
    const loaded = this.page.waitForEvent('load')
    await Promise.all([loaded, button.click()])
  }

  /** Sends what is wrong, and reads the page that says so. */
  async wrong(fields: Record<string, string> = {}, form?: string): Promise<void> {
    await this.send(fields, form)
    await this.readErrors()
  }

  async readErrors(): Promise<void> {
    assert.ok(await this.hasErrors(), `${this.page.url()} says nothing of errors`)
    await this.read()
  }

  async hasErrors(): Promise<boolean> {
    return (await this.page.locator(SUMMARY).count()) === 1
  }

  /** The same answer, until another page follows. */
  async sendUntil(page: string, fields: Record<string, string> = {}): Promise<void> {
    for (let time = 0; time < 8; time += 1) {
      await this.send(fields)
      if (this.page.url().endsWith(`/${page}`)) return
    }
    assert.fail(`${this.page.url()} never becomes ${page}`)
  }

  /** As far as the password takes somebody. */
  async enter(email: string, password = PASSWORD): Promise<void> {
    await this.step('enter-email')
    await this.send({ email })
    await this.send({ password })
  }

  /** Signs in, as far as the service. */
  async signIn(person: Person): Promise<void> {
    await this.authorize()
    await this.enter(person.email)
    await this.send({ code: this.codeOf(person) })
    await this.atService()
  }

  /** A code of the app that has not been used: half a minute goes by. */
  codeOf({ secret }: Person): string {
    this.provider.target.pass(30)
    return totp(this.provider.target, secret)
  }

  mailed(email: string): Promise<string> {
    return codeTo(this.provider.target, email)
  }

  async lastMail(email: string): Promise<string> {
    return (await this.provider.target.mailsTo(email)).at(-1)?.body ?? ''
  }

  async atService(): Promise<URL> {
    await this.page.waitForURL(`${this.provider.moorings.redirectUrl}**`)
    return new URL(this.page.url())
  }

  /** Every address, in English, of links on the page of which a part is this. */
  async links(part: string): Promise<string[]> {
    const found = await this.page.locator(`main a[href*="${part}"]`).all()
    return await Promise.all(found.map(async (link) => inEnglish((await link.getAttribute('href')) ?? '')))
  }

  async #heading(): Promise<string> {
    return (await this.page.locator('h1').allInnerTexts()).join(' / ')
  }
}

/** The path of the same page in English. */
export function inEnglish(path: string): string {
  return path.replace(/^\/cy(?=\/|$)/, '') || '/'
}
