import type { Received } from './one-login.ts'

export const STYLE = `
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: #14211d; background: #fff }
header { padding: 15px 20px; background: #2d4660; color: #fff; font-weight: bold }
main { max-width: 44rem; margin: 0 auto; padding: 30px 20px 60px }
h1 { margin: 0 0 20px; font-size: 2rem; line-height: 1.2 }
h2 { margin: 40px 0 10px; font-size: 1.375rem }
a, button { font: inherit }
a { color: #1a4f8a }
a:focus, button:focus { outline: 3px solid #ffdd00; outline-offset: 0; background: #ffdd00; color: #14211d }
button { padding: 8px 14px; border: 2px solid #14211d; background: #fff; cursor: pointer }
.action { display: inline-block; margin: 0 0 15px; padding: 10px 18px; background: #1d4d40; color: #fff; text-decoration: none }
dt { font-weight: bold } dd { margin: 0 0 12px; overflow-wrap: anywhere }
pre { padding: 15px; background: #f1f3f2; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1rem }
`

const NAME = 'Harbourton moorings'

export interface Ways {
  /** Whether the service may ask for identity: not with a secret. */
  readonly identity: boolean
  /** Whether it may ask somebody to sign in again: only with signed requests. */
  readonly again: boolean
}

export function startPage(): string {
  return page(
    'Apply for a mooring',
    `<p>This is an example of a service that people sign in to with One Login.</p>
<p><a class="action" href="/sign-in">Sign in</a></p>
<p>Or <a href="/sign-in?level=Cl">sign in with a password only</a>, and step up later.</p>`,
  )
}

export function signedInPage(
  { subject, level, identity, idTokenClaims, userinfo }: Received,
  ways: Ways,
): string {
  const links = [
    ...(level === 'Cl' ? ['<a href="/sign-in">Step up to a second factor</a>'] : []),
    ...(ways.identity && !identity ? ['<a href="/prove-identity">Prove who you are</a>'] : []),
    ...(ways.again ? ['<a href="/sign-in-again">Sign in again</a>'] : []),
  ]
  return page(
    'You are signed in',
    `<dl>
${row('Your subject', subject)}
${row('How you signed in', level === 'Cl' ? 'With a password (Cl)' : 'With a password and a second factor (Cl.Cm)')}
${row('Who you are', identity ? `${identity.name}, born ${identity.birthDate} (${identity.level}, verified)` : 'You have not told this service')}
</dl>
${links.map((link) => `<p>${link}</p>`).join('\n')}
<form method="post" action="/sign-out"><button>Sign out</button></form>
<h2>What this service received</h2>
<h3>ID token</h3>
<pre>${escaped(JSON.stringify(idTokenClaims, null, 2))}</pre>
<h3>Userinfo</h3>
<pre>${escaped(JSON.stringify(userinfo, null, 2))}</pre>`,
  )
}

export function signedOutPage(): string {
  return page('You have signed out', '<p><a href="/">Go back to the start</a></p>')
}

/** @param error what One Login said, in its own words. */
export function problemPage(title: string, error: string, description: string): string {
  return page(
    title,
    `<dl>
${row('Error', error)}
${row('Description', description)}
</dl>
<p><a href="/">Go back to the start</a></p>`,
  )
}

function row(term: string, value: string): string {
  return `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`
}

function page(title: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)} – ${NAME}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>${NAME}</header>
<main>
<h1>${escaped(title)}</h1>
${main}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
