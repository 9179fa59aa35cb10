/** How long things live, in seconds, and how often they may be tried: the contract's own numbers. */
export const LIFETIMES = {
  authorizationCode: 300,
  accessToken: 180,
  idToken: 120,
  logoutToken: 120,
  coreIdentity: 30 * 60,
  /** Since the last interaction. */
  session: 3600,
  /** A journey between /authorize and going back to the service. */
  journey: 3600,
  oneTimeCode: 900,
  /** The code e-mailed when an account is created. */
  firstEmailCode: 3600,
  lockout: 7200,
  /** Of codes of the second factor while an account is created. */
  lockoutAtCreation: 900,
  /** How long wrong codes and sends are counted. */
  attempts: 900,
  wrongPasswords: 7200,
  attemptsAtCreation: 3600,
  attemptsAtReauthentication: 3600,
  /** A new key is published this long before it signs, and an old one this long after it last did. */
  keyBeforeSigning: 48 * 3600,
  keyAfterSigning: 24 * 3600,
  documents: 86_400,
  didDocument: 3600,
} as const

/** Wrong codes, codes sent and wrong passwords, before a person is locked out of the method. */
export const MOST_ATTEMPTS = 6
