/* Whom to ask, and what programs are told. Pure. */
import { addPeriod, type IsoDate } from '#shared/dates'

export interface Contact {
  href: string
  says: string
}

/** A contact of the settings, an e-mail address or the address of a page, as a link. */
export function showContact(contact: string): Contact {
  return { href: contact.startsWith('https://') ? contact : `mailto:${contact}`, says: contact }
}

/**
 * RFC 9116: whom to tell of a weakness. It says itself when to stop believing it, so it is made anew each day. The
 * standard wants no address that is not https, which a provider on somebody's laptop does not have.
 */
export function securityNote(contact: Contact, publicUrl: string, today: IsoDate): string {
  const lines = [
    `Contact: ${contact.href}`,
    `Expires: ${addPeriod(today, 'P6M')}T00:00:00Z`,
    'Preferred-Languages: en, cy',
  ]
  if (publicUrl.startsWith('https://')) lines.push(`Canonical: ${publicUrl}/.well-known/security.txt`)
  return `${lines.join('\n')}\n`
}

export const ROBOTS = `# Nothing here is for programs that make an index: these are pages in the middle of signing in.
User-agent: *
Disallow: /
`
