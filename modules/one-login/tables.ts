/** The tables of the schema one_login. Each part adds its own, beside its migration. */
export type OneLoginTables = Record<never, never>
