import { z } from 'zod'
import { inOneLine } from '../clients/input.ts'

const KEY = 'one-login.operators.fault.'

/** Why a request is refused: codes that the team reads as sentences, and the audit keeps. */
export const REFUSALS = ['not-theirs', 'not-needed', 'not-tried', 'not-public', 'unclear'] as const
export const decisionSchema = z.object({
  decision: z.enum(['approve', ...REFUSALS], `${KEY}choose`),
})

/** What may be done about an account, and why. */
export const INTERVENTIONS = [
  'suspend',
  'suspend-until-reset',
  'suspend-until-reproved',
  'suspend-until-both',
  'block',
  'force-reset',
  'force-reprove',
  'lift',
] as const
export type InterventionName = (typeof INTERVENTIONS)[number]
export const REASONS = ['fraud', 'taken-over', 'asked-by-person', 'court-or-police', 'mistake'] as const

export const interventionSchema = z.object({
  intervention: z.enum(INTERVENTIONS, `${KEY}choose-intervention`),
  reason: z.enum(REASONS, `${KEY}choose-reason`),
})

export const lookUpSchema = z.object({
  email: z.string(`${KEY}email`).trim().min(1, `${KEY}email`).max(254, `${KEY}email`),
})

/** What operators set of a client: a limit, or none. */
export const limitSchema = z.object({
  limit: z
    .string()
    .trim()
    .regex(/^([1-9]\d{0,4})?$/, `${KEY}limit`)
    .transform((text) => (text === '' ? null : Number(text))),
})

export const keySchema = z.object({
  name: z.string(`${KEY}key-name`).overwrite(inOneLine).min(1, `${KEY}key-name`).max(100, `${KEY}key-name`),
  kind: z.enum(['statistics', 'interventions'], `${KEY}key-kind`),
})
