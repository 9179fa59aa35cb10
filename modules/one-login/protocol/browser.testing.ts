// A browser, as far as the protocol needs one: it keeps cookies by their paths and follows redirects, but no further
// than the provider.

export interface Seen {
  status: number
  headers: Headers
  body: string
  /** Where it was sent at last: an address of a service, or null. */
  location: string | null
}

export interface Browser {
  /** Asks once. */
  get(address: string): Promise<Seen>
  /** Follows redirects until one leads away from the provider, or there is none. */
  follow(address: string): Promise<Seen>
  cookies: Map<string, { value: string; path: string }>
}

export function openBrowser(url: string): Browser {
  const cookies = new Map<string, { value: string; path: string }>()

  async function get(address: string): Promise<Seen> {
    const { pathname } = new URL(address, url)
    const sent = [...cookies].flatMap(([key, { value, path }]) => {
      const name = key.slice(0, key.indexOf(' '))
      return pathname.startsWith(path) ? [`${name}=${value}`] : []
    })
    const response = await fetch(new URL(address, url), {
      redirect: 'manual',
      headers: { ...(sent.length > 0 && { cookie: sent.join('; ') }), 'user-agent': 'a browser' },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/'
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(name.length + 1)
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(`${name} ${path}`)
      else cookies.set(`${name} ${path}`, { value, path })
    }
    return {
      status: response.status,
      headers: response.headers,
      body: await response.text(),
      location: response.headers.get('location'),
    }
  }

  return {
    cookies,
    get,
    async follow(address) {
      let seen = await get(address)
      for (let times = 0; times < 12 && seen.location !== null; times += 1) {
        const next = new URL(seen.location, url)
        if (next.origin !== url) return seen
        seen = await get(next.href)
      }
      return seen
    },
  }
}
