// A browser without JavaScript, over the network: it keeps cookies by their paths, follows redirects within the
// provider one by one, and says so when the provider was gone before it had answered.

/** The provider did not answer: what was sent may have been done or not. */
export class Lost extends Error {}

export interface Page {
  readonly status: number
  /** Where it is; an address of a service, where the provider sent the browser away. */
  readonly at: URL
  readonly html: string
}

export interface Browser {
  go(address: string): Promise<Page>
  /** Sends the form of a page to the page's own address. */
  send(page: Page, fields: Record<string, string>): Promise<Page>
}

export interface BrowserOptions {
  /** The provider's address. */
  readonly url: string
  /** The address that the browser has of its own: a proxy in front says it. */
  readonly from: string
  /** Told of each answer. */
  readonly answered: () => void
}

const MOST_REDIRECTS = 12

export function openBrowser({ url, from, answered }: BrowserOptions): Browser {
  const cookies = new Map<string, { name: string; value: string; path: string }>()

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const path = attributes.find((each) => /^path=/i.test(each))?.slice('path='.length) ?? '/'
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(name.length + 1)
    if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(`${name} ${path}`)
    else cookies.set(`${name} ${path}`, { name, value, path })
  }

  async function ask(address: URL, form?: Record<string, string>, redirects = 0): Promise<Page> {
    const sent = [...cookies.values()].filter(({ path }) => address.pathname.startsWith(path))
    const { status, headers, html } = await answerTo(address, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; '),
        'user-agent': 'a browser',
        'x-forwarded-for': from,
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    answered()
    for (const line of headers.getSetCookie()) keep(line)
    const location = headers.get('location')
    if (location === null) return { status, at: address, html }
    const to = new URL(location, address)
    if (to.origin !== new URL(url).origin) return { status, at: to, html: '' }
    if (redirects === MOST_REDIRECTS) throw new Error(`${address.pathname} redirects without end`)
    return await ask(to, undefined, redirects + 1)
  }

  return {
    go: (address) => ask(new URL(address, url)),
    send(page, fields) {
      const token = /name="form-token" value="([\w-]+)"/.exec(page.html)?.[1] ?? ''
      return ask(page.at, { 'form-token': token, ...fields })
    },
  }
}

/** Asks once. Throws Lost where there was no whole answer. */
export async function answerTo(
  address: URL,
  request: RequestInit,
): Promise<{ status: number; headers: Headers; html: string }> {
  try {
    const response = await fetch(address, request)
    return { status: response.status, headers: response.headers, html: await response.text() }
  } catch (error) {
    throw new Lost('no answer', { cause: error })
  }
}
