import { BlockList, isIP } from 'node:net'
import type { Refused } from './door.ts'

/** Where a request goes. `host` is an address or a name, without the brackets of IPv6. */
export type Place = { readonly host: string; readonly allowed: boolean }

// What IANA's registries of special-purpose addresses do not call globally reachable, and what may lead to such an
// address through somebody else's translation: 6to4, Teredo. https://www.iana.org/assignments/iana-ipv4-special-registry
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
// Of IPv6 only this much is given out to anybody. Loopback, mapped IPv4, NAT64, unique local, link-local and multicast
// addresses all lie outside.
const PUBLIC_6 = ['2000::/3']
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const notPublic4 = listOf(NOT_PUBLIC_4, 'ipv4')
const public6 = listOf(PUBLIC_6, 'ipv6')
const notPublic6 = listOf(NOT_PUBLIC_6, 'ipv6')

/** True for an address that anybody on the internet could be reached at; false for a name too. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !notPublic4.check(address, 'ipv4')
  // A zone (`%eth0`) belongs to addresses of one network only.
  if (family !== 6 || address.includes('%')) return false
  return public6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')
}

/** Reads an address by the rules of browsers, which write 0x7f.1, 2130706433 and 127.0.0.1 the same way. */
export function placeOf(text: string, allowed: ReadonlySet<string>): (Place & { url: URL }) | Refused {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    return { ok: false, why: 'not an address' }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const place = {
    url,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    allowed: allowed.has(`${url.hostname}:${port}`),
  }
  if (place.allowed) return place
  if (url.protocol !== 'https:') return { ok: false, why: 'not https' }
  return port === '443' ? place : { ok: false, why: 'refused port' }
}

/** The host as it stands in a URL: lower case, IPv4 in four parts, IPv6 in brackets. */
export function canonicalHost(host: string): string | undefined {
  const text = isIP(host) === 6 ? `[${host}]` : host
  const url = /[/?#@\\\s]/.test(text) || /:(?![^[]*\])/.test(text) ? null : URL.parse(`https://${text}`)
  return url?.hostname
}

/** @throws for what is not exactly a host and a port. */
export function readAllowed(entries: readonly string[]): ReadonlySet<string> {
  return new Set(
    entries.map((entry) => {
      const [, host, port] = /^(.+):(\d{1,5})$/.exec(entry) ?? []
      const canonical = host === undefined || isIP(host) === 6 ? undefined : canonicalHost(host)
      if (canonical === undefined || Number(port) < 1 || Number(port) > 65_535)
        throw new Error(`"${entry}" is not host:port, such as localhost:3002 or [::1]:8080`)
      return `${canonical}:${Number(port)}`
    }),
  )
}

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [net = '', prefix] = range.split('/')
    list.addSubnet(net, Number(prefix), family)
  }
  return list
}
