import { randomBytes } from 'node:crypto'
import type { Identity, ProvedLevel } from '../identities/identity.ts'
import type { Person, ProtocolIdentities, ProtocolPeople, SignInAtOnce } from '../protocol/needs.ts'
import type { Configuration, SimulatedResponse } from './configuration.ts'

/** Whoever signs in at the simulator: whom the configuration says they are, or what they said of themselves at its page. */
export interface Visitors {
  readonly people: ProtocolPeople
  readonly identities: ProtocolIdentities
  readonly signInAtOnce: SignInAtOnce
  /** Somebody with answers of their own, which replace those of the configuration. Their account's id. */
  welcome(response: SimulatedResponse): string
  /** Who a core identity is about: what `vc` was made of. */
  behind(vc: unknown): SimulatedResponse
  /** Of an account that `signInAtOnce` or `welcome` gave. Undefined: the simulator does not know them. */
  response(accountId: string): SimulatedResponse | undefined
}

/** Those who said who they are: so many are remembered, the latest. */
const MOST = 10_000

/** The protocol asks for one in every identity. Where the configuration has none, services get no core identity. */
const NOBODY: Identity['credentialSubject'] = { name: [], birthDate: [] }

/** @param interactive true: nobody is signed in at once; they say who they are. */
export function createVisitors(current: () => Configuration, interactive: boolean): Visitors {
  const usual = { accountId: newId(), salt: randomBytes(32) }
  const own = new Map<string, SimulatedResponse>()
  const about = new WeakMap<object, SimulatedResponse>()

  function response(accountId: string): SimulatedResponse | undefined {
    return accountId === usual.accountId ? current().responseConfiguration : own.get(accountId)
  }

  return {
    response,

    people: {
      async account(accountId) {
        const who = response(accountId)
        return who && personOf(accountId, usual.salt, who)
      },
    },

    identities: {
      async find(accountId) {
        const who = response(accountId)
        if (!who) return undefined
        const identity = identityOf(who)
        about.set(identity.credentialSubject, who)
        return identity
      },
      async proveAtOnce(accountId) {
        const who = response(accountId)
        if (!who) return undefined
        return { level: provedBy(who), returnCodes: (who.returnCodes ?? []).map(({ code }) => code) }
      },
    },

    async signInAtOnce({ credential }) {
      if (interactive) return undefined
      return { accountId: usual.accountId, level: credential, methods: ['pwd'] }
    },

    welcome(who) {
      const accountId = newId()
      own.set(accountId, who)
      const [oldest] = own.keys()
      if (own.size > MOST && oldest !== undefined) own.delete(oldest)
      return accountId
    },

    behind(vc) {
      const subject = typeof vc === 'object' && vc && 'credentialSubject' in vc ? vc.credentialSubject : null
      const known = typeof subject === 'object' && subject ? about.get(subject) : undefined
      return known ?? current().responseConfiguration
    },
  }
}

function personOf(accountId: string, salt: Buffer, who: SimulatedResponse): Person {
  return {
    accountId,
    salt,
    email: who.email,
    emailVerified: who.emailVerified,
    ...(who.phoneNumber !== null && { phoneNumber: who.phoneNumber }),
    phoneNumberVerified: who.phoneNumberVerified,
    subject: who.sub,
    // They prove who they are each time, at once: so what the configuration says now is what services are told.
    intervention: { state: 'none', mustResetPassword: false, mustReproveIdentity: true },
  }
}

function identityOf(who: SimulatedResponse): Identity {
  return {
    level: provedBy(who),
    // A new object each time: by it the core identity finds back to the whole credential.
    credentialSubject: { ...NOBODY },
    ...(who.postalAddressDetails && { address: who.postalAddressDetails }),
    ...(who.passportDetails && { passport: who.passportDetails }),
    ...(who.drivingPermitDetails && { drivingPermit: who.drivingPermitDetails }),
    ...(who.socialSecurityRecordDetails && { socialSecurityRecord: who.socialSecurityRecordDetails }),
  }
}

/** The UK's simulator answers with whatever it was given, at P0 too. So does ours: the level it was told stands in `vot`. */
function provedBy({ maxLoCAchieved }: SimulatedResponse): ProvedLevel {
  return maxLoCAchieved === 'P0' ? 'P1' : maxLoCAchieved
}

function newId(): string {
  return randomBytes(16).toString('base64url')
}
