// Other sites that send our forms, or put our pages into theirs. The routes are asked of the server itself, so that one
// that is added is attacked too.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { signUp, uidOf } from './people.testing.ts'
import { authorizeAt } from './services.testing.ts'
import { type Route, startTarget, type Target } from './testing.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS']
/** What is anybody's: no page of these knows who asks. */
const PUBLIC =
  /^(\/|\/(accessibility|cookies|privacy|support|terms|robots\.txt|trustmark|health|\.well-known\/.*|(registry|operators)\/signed-out|your-account\/(cannot-change|return)))$/
const EVIL: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]

function addressOf({ url }: Route): string {
  return url.replaceAll(/:\w+/g, 'abc')
}

describe('forms and frames under attack', () => {
  eachDatabase((kind, open) => {
    if (kind === 'postgres') return // no database has a part in this
    let target: Target
    let browser: Browser
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
      await browser.go('/registry')
      await browser.go('/registry/teams/new')
    })
    after(() => target.close())

    test('CSRF: every form is refused without a token, with the token of another browser, and from another site', async () => {
      const own = browser.token()
      const other = new Browser(target)
      await other.go(authorizeAt(target.ponds))
      await other.go(`/sign-in/${uidOf(other)}/enter-email`)
      assert.ok(own && other.token())
      const forms = target.routes.filter(
        ({ method, isForPrograms }) => !SAFE.includes(method) && !isForPrograms,
      )
      assert.ok(forms.length > 80)
      for (const route of forms) {
        assert.equal(route.method, 'POST', route.url)
        const at = addressOf(route)
        for (const token of [undefined, '', own.slice(0, -4), other.token()]) {
          const { status } = await browser.ask(at, {
            form: token === undefined ? {} : { 'form-token': token },
          })
          assert.equal(status, 403, `${route.url} with ${token}`)
        }
        for (const headers of EVIL) {
          const { status } = await browser.ask(at, { form: { 'form-token': own }, headers })
          assert.equal(status, 403, `${route.url} from ${JSON.stringify(headers)}`)
        }
        const twice = await browser.ask(at, { form: `form-token=${own}&form-token=${own}` })
        assert.equal(twice.status, 403, `${route.url} with two tokens`)
        const without = await new Browser(target).ask(at, { form: { 'form-token': own } })
        assert.equal(without.status, 403, `${route.url} without the cookie`)
      }
      const right = await browser.ask('/registry/teams/new', { form: { 'form-token': own } })
      assert.equal(right.status, 422, 'the right token is taken')
    })

    test('what programs send to takes nothing from a browser that is signed in', async () => {
      for (const route of target.routes.filter(
        ({ isForPrograms, method }) => isForPrograms && method === 'POST',
      )) {
        const { status } = await browser.ask(addressOf(route), { form: { clientName: 'x' } })
        assert.ok([400, 401, 405].includes(status), `${route.url}: ${status}`)
      }
    })

    test('no page may be framed, sniffed or stored', async () => {
      const pages = target.routes.filter(
        ({ method, url }) => method === 'GET' && !/^\/assets|\*|logout$/.test(url),
      )
      assert.ok(pages.length > 80)
      for (const page of pages) {
        const { headers, status } = await browser.ask(addressOf(page))
        assert.equal(headers.get('x-frame-options'), 'DENY', page.url)
        assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, page.url)
        assert.equal(headers.get('x-content-type-options'), 'nosniff', page.url)
        assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src|unsafe-eval/, page.url)
        if (PUBLIC.test(page.url.replace(/^\/cy(?=\/|$)/, '') || '/')) continue
        assert.match(headers.get('cache-control') ?? '', /no-store/, `${status} ${page.url}`)
      }
    })
  })

  eachDatabase((kind, open) => {
    if (kind === 'postgres') return // no database has a part in this
    test('over TLS every cookie is Secure, HttpOnly, SameSite, and bound to the host', async () => {
      const target = await startTarget(open, 'https://one-login.example')
      try {
        const browser = new Browser(target)
        const lines: string[] = []
        for (const path of [authorizeAt(target.ponds), '', '/enter-email', '/registry/sign-in']) {
          const at: string =
            path.startsWith('/enter') || path === '' ? `${browser.page?.at ?? ''}${path}` : path
          const answer = await browser.ask(at)
          const to = answer.headers.get('location')
          if (to?.startsWith('/sign-in/')) browser.page = { ...answer, at: to }
          lines.push(...answer.headers.getSetCookie())
          assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=63072000/)
        }
        assert.ok(lines.length >= 4, `${lines}`)
        for (const line of lines) {
          assert.match(line, /; httponly/i)
          assert.match(line, /; secure/i)
          assert.match(line, /; samesite=lax/i)
          assert.doesNotMatch(line, /; domain=/i)
          // Of one journey's end alone the path is narrower than the host.
          assert.match(line, /^__Host-[^;]+; path=\/;|^__Host-.*; Path=\/|^__Secure-resume=/i)
        }
      } finally {
        await target.close()
      }
    })
  })
})
