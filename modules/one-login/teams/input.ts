import { z } from 'zod'
import { inOneLine } from '../clients/input.ts'

const KEY = 'one-login.teams.fault.'

export const teamSchema = z.object({
  name: z
    .string(`${KEY}name-missing`)
    .overwrite(inOneLine)
    .min(1, `${KEY}name-missing`)
    .max(100, `${KEY}name-long`),
})

export const invitationSchema = z.object({
  email: z
    .string(`${KEY}not-an-address`)
    .trim()
    .min(1, `${KEY}not-an-address`)
    .max(254, `${KEY}not-an-address`),
})
