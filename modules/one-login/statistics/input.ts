import { z } from 'zod'

const day = z.iso.date()

/** The days that are asked for, both included. */
export const daysSchema = z.object({ from: day, to: day }).refine(({ from, to }) => from <= to)
