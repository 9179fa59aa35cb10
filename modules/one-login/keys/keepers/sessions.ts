import { CK, type Cryptoki, type Handle, unless } from './cryptoki.ts'

/** Sessions with a token, each of which does one thing at a time. */
export interface Sessions {
  /** Waits for a session if all are in use. One in which something failed is not used again. */
  use<T>(work: (session: Handle) => Promise<T>): Promise<T>
  /** The sessions there are may be dead: those not in use are closed, and the others are when they are given back. */
  forget(): void
}

export function createSessions(
  cryptoki: Cryptoki,
  {
    token,
    pin,
    sessions: most = 8,
  }: { readonly token?: string; readonly pin: string; readonly sessions?: number },
): Sessions {
  let idle: Handle[] = []
  let current = {}
  let taken = 0
  const waiting: (() => void)[] = []

  function open(): Handle {
    const session = cryptoki.C_OpenSession(slotOf(cryptoki, token), CK.RW_SERIAL_SESSION)
    // One log-in is all sessions'.
    try {
      unless(CK.ALREADY_LOGGED_IN, () => cryptoki.C_Login(session, CK.USER, pin))
    } catch (cause) {
      close(session)
      throw new Error(`the PKCS#11 token does not let us in: is the PIN right?`, { cause })
    }
    return session
  }

  function close(session: Handle): void {
    try {
      cryptoki.C_CloseSession(session)
    } catch {
      // It is closed, then.
    }
  }

  return {
    async use(work) {
      while (taken >= most) await new Promise<void>((resolve) => void waiting.push(resolve))
      taken++
      const since = current
      try {
        const session = idle.pop() ?? open()
        try {
          const done = await work(session)
          if (since === current) idle.push(session)
          else close(session)
          return done
        } catch (error) {
          close(session)
          throw error
        }
      } finally {
        taken--
        waiting.shift()?.()
      }
    },
    forget() {
      for (const session of idle) close(session)
      idle = []
      current = {}
    },
  }
}

function slotOf(cryptoki: Cryptoki, token: string | undefined): Handle {
  const tokens = cryptoki
    .C_GetSlotList(true)
    // Labels are padded with blanks, and by some libraries with zeros. A token without one is not set up.
    .map((slot) => ({ slot, label: cryptoki.C_GetTokenInfo(slot).label.replace(/[\0 ]+$/, '') }))
    .filter(({ label }) => label !== '')
  const meant = tokens.filter(({ label }) => token === undefined || label === token)
  const [one] = meant
  if (one && meant.length === 1) return one.slot
  const labels = tokens.map(({ label }) => `"${label}"`).join(', ')
  throw new Error(
    `the PKCS#11 library has ${one ? 'more than one token' : 'no token'}${token === undefined ? '' : ` called "${token}"`}; those that are set up: ${labels || 'none'}`,
  )
}
