// A browser without JavaScript that says what it has, and sends whatever it is told to.
import type { Target } from './testing.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** What was asked for. */
  readonly at: string
}

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #url: string
  /** The last page, whose form `send` sends. */
  page: Answer | undefined

  constructor({ url }: Pick<Target, 'url'>) {
    this.#url = url
  }

  /** One request, and no other: no redirect is followed. */
  async ask(
    path: string,
    request: { form?: string | Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { form, headers } = request
    const response = await fetch(`${this.#url}${path}`, {
      redirect: 'manual',
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
      headers: {
        accept: 'text/html',
        'user-agent': 'a browser',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return { status: response.status, headers: response.headers, body: await response.text(), at: path }
  }

  /** Follows redirects, and pages that leave by themselves, as long as they stay at the provider. */
  async go(path: string, form?: Record<string, string>): Promise<Answer> {
    let answer = await this.ask(path, form && { form })
    for (let hops = 0; hops < 12; hops++) {
      const onwards =
        answer.headers.get('location') ??
        /<meta http-equiv="refresh" content="0; url=([^"]+)">/.exec(answer.body)?.[1]
      const to = onwards === undefined ? null : URL.parse(onwards, this.#url)
      if (to?.origin !== new URL(this.#url).origin) break
      answer = await this.ask(to.pathname + to.search)
    }
    this.page = answer
    return answer
  }

  token(): string {
    return /name="form-token" value="([\w-]+)"/.exec(this.page?.body ?? '')?.[1] ?? ''
  }

  /** Sends the form of the page that is open. */
  send(fields: Record<string, string> = {}): Promise<Answer> {
    return this.go(this.page?.at ?? '/', { 'form-token': this.token(), ...fields })
  }
}
