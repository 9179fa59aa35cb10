import { z } from 'zod'
import { PROVED_LEVELS } from '../identity.ts'

/** What the page of the stub may be told to find. */
export const outcomeSchema = z.object({
  outcome: z.enum([...PROVED_LEVELS, 'not proved', 'stopped'], 'one-login.identities.choose'),
})
