import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { z } from 'zod'

const claimNames = z.strictObject({
  coreIdentityJWT: z.string(),
  address: z.string(),
  passport: z.string(),
  drivingPermit: z.string(),
  returnCode: z.string(),
  inheritedIdentityJWT: z.string(),
  socialSecurityRecord: z.string(),
})

/** What differs between the providers of two governments: the file that ONE_LOGIN_PROFILE names. */
export const profileSchema = z.strictObject({
  /** What people and pages call it. */
  name: z.strictObject({ en: z.string().min(1), cy: z.string().min(1) }),
  /** What stands before the digest in a subject that only one sector sees. */
  subject: z.string().min(1),
  /** The same for subjects of wallets. */
  walletSubject: z.string().min(1),
  /** The claims of identity, each by the name under which services ask for it. */
  claims: claimNames,
  /** The version of the terms that people accept; whoever accepted another is asked again. */
  terms: z.string().min(1),
  /** Whose e-mail addresses may register services: domains, those under them included. */
  teams: z.array(z.string().regex(/^[a-z\d-]+(\.[a-z\d-]+)+$/)),
})
export type Profile = z.output<typeof profileSchema>
export type ClaimName = keyof Profile['claims']

/** Reads a profile. What is wrong with it is said with the file's name and the place in it. */
export function readProfile(file: string): { ok: true; profile: Profile } | { ok: false; says: string[] } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { ok: false, says: [`ONE_LOGIN_PROFILE: the file ${file} cannot be read.`] }
  }
  const document = parseDocument(text)
  if (document.errors.length > 0)
    return { ok: false, says: document.errors.map(({ message }) => `${file}: ${message}`) }
  const read = profileSchema.safeParse(document.toJS())
  if (read.success) return { ok: true, profile: read.data }
  return {
    ok: false,
    says: read.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`),
  }
}
