import { setTimeout as wait } from 'node:timers/promises'
import { type KeptMail, readMailFolder } from '#platform/mail'

/** The mailboxes of everybody: the folder that the provider puts its mail into. */
export interface Mailboxes {
  /**
   * The newest mail to an address, once it has more than `read`; undefined: none came in some seconds, and whoever
   * waits asks for another.
   */
  next(address: string, read: number): Promise<{ mail: KeptMail; read: number } | undefined>
}

const PATIENCE = 5_000

export function openMailboxes(folder: string): Mailboxes {
  let mails: readonly KeptMail[] = []
  let looking: Promise<void> | undefined

  // One look serves all who wait.
  function look(): Promise<void> {
    looking ??= (async () => {
      await wait(100)
      mails = await readMailFolder(folder)
      looking = undefined
    })()
    return looking
  }

  return {
    async next(address, read) {
      const until = Date.now() + PATIENCE
      while (Date.now() < until) {
        await look()
        const own = mails.filter(({ to }) => to === address)
        const [mail] = own
        if (mail && own.length > read) return { mail, read: own.length }
      }
      return undefined
    },
  }
}
