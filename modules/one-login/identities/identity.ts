import { z } from 'zod'

const date = z.iso.date()

/** A name as a core identity carries it, current or previous. */
const nameSchema = z.object({
  validFrom: date.optional(),
  validUntil: date.optional(),
  nameParts: z
    .array(z.object({ type: z.enum(['GivenName', 'FamilyName']), value: z.string().min(1) }))
    .min(1),
})
const details = z.array(z.record(z.string(), z.unknown()))

export const PROVED_LEVELS = ['P1', 'P2', 'P3'] as const
export type ProvedLevel = (typeof PROVED_LEVELS)[number]

/** What is kept of a person who proved who they are, besides how surely: in the shapes of the contract (1.5, 1.7). */
export const detailsSchema = z.object({
  /** What the core identity JWT says. */
  credentialSubject: z.object({
    name: z.array(nameSchema).min(1),
    birthDate: z.array(z.object({ value: date })).min(1),
  }),
  address: details.optional(),
  passport: details.optional(),
  drivingPermit: details.optional(),
  socialSecurityRecord: details.optional(),
  /** A JWT that another system issued, carried as it is. */
  inheritedIdentityJWT: z.string().optional(),
})

/** Who somebody has proved to be, and how surely. */
export interface Identity extends z.output<typeof detailsSchema> {
  readonly level: ProvedLevel
}
