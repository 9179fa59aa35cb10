import { z } from 'zod'

const KEY = 'one-login.registrations.fault.'

/** The name of a service, and the team that registers it. */
export const newServiceSchema = z.object({
  name: z.string(`${KEY}name-missing`).trim().min(1, `${KEY}name-missing`).max(100, `${KEY}name-long`),
  team: z.string(`${KEY}team-missing`).min(1, `${KEY}team-missing`).max(100, `${KEY}team-missing`),
})

export const newAddressSchema = newServiceSchema.extend({
  address: z
    .string(`${KEY}address-missing`)
    .trim()
    .min(1, `${KEY}address-missing`)
    .max(2000, `${KEY}address-missing`),
})

const list = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(50)])
  .transform((each) => (typeof each === 'string' ? [each] : each))

/** What the page of one setting sends. */
export const settingSchema = z.object({
  value: z.string().max(20_000).default(''),
  chosen: list.default([]),
})
