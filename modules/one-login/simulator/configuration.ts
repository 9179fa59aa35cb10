import { z } from 'zod'
import { IDENTITY_LEVELS } from '../levels.ts'

/*
 * What the simulator is told to be, in the shape of the UK's: names, types and defaults are those of its documents, so
 * that what was written to configure that one configures ours.
 */

export const CORE_IDENTITY_FAULTS = [
  'INVALID_ALG_HEADER',
  'INVALID_SIGNATURE',
  'INVALID_ISS',
  'INVALID_AUD',
  'INCORRECT_SUB',
  'TOKEN_EXPIRED',
] as const
export const ID_TOKEN_FAULTS = [
  'INVALID_ISS',
  'INVALID_AUD',
  'INVALID_ALG_HEADER',
  'INVALID_SIGNATURE',
  'TOKEN_EXPIRED',
  'TOKEN_NOT_VALID_YET',
  'NONCE_NOT_MATCHING',
  'INCORRECT_VOT',
] as const
export const AUTHORIZE_FAULTS = ['ACCESS_DENIED', 'TEMPORARILY_UNAVAILABLE'] as const

const address = z.string().refine((text) => URL.canParse(text))
const objects = z.array(z.record(z.string(), z.unknown())).nullable()
const object = z.record(z.string(), z.unknown()).nullable()

const clientSchema = z.strictObject({
  clientId: z.string().min(1),
  publicKeySource: z.enum(['STATIC', 'JWKS']),
  publicKey: z.string(),
  jwksUrl: address.optional(),
  scopes: z.array(z.string()),
  redirectUrls: z.array(address),
  postLogoutRedirectUrls: z.array(z.string()),
  claims: z.array(z.string()),
  identityVerificationSupported: z.boolean(),
  idTokenSigningAlgorithm: z.enum(['ES256', 'RS256']),
  clientLoCs: z.array(z.enum(IDENTITY_LEVELS)).min(1),
  token_auth_method: z.enum(['private_key_jwt', 'client_secret_post']),
  client_secret_hash: z.string().optional(),
  // Ours besides: the UK's simulator cannot be told of these.
  backChannelLogoutUri: address.optional(),
  jarValidationRequired: z.boolean().optional(),
  maxAgeEnabled: z.boolean().optional(),
  permitMissingNonce: z.boolean().optional(),
  pkceEnforced: z.boolean().optional(),
})

export const responseSchema = z.strictObject({
  sub: z.string().min(1),
  email: z.string(),
  emailVerified: z.boolean(),
  phoneNumber: z.string().nullable(),
  phoneNumberVerified: z.boolean(),
  maxLoCAchieved: z.enum(IDENTITY_LEVELS),
  coreIdentityVerifiableCredentials: object,
  passportDetails: objects,
  drivingPermitDetails: objects,
  socialSecurityRecordDetails: objects,
  postalAddressDetails: objects,
  returnCodes: z.array(z.strictObject({ code: z.string() })).nullable(),
})

/** Faults that do not exist are passed over, as the UK's does. */
const faultsSchema = z.strictObject({
  coreIdentityErrors: chosenFrom(CORE_IDENTITY_FAULTS),
  idTokenErrors: chosenFrom(ID_TOKEN_FAULTS),
  authoriseErrors: chosenFrom(AUTHORIZE_FAULTS),
})

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

/** The body of POST /config. What is not in it stays, but for the faults: without them there are none. */
const requestSchema = z.strictObject({
  simulatorUrl: address.optional(),
  clientConfiguration: clientSchema.partial().optional(),
  responseConfiguration: responseSchema.partial().optional(),
  errorConfiguration: faultsSchema.partial().optional(),
  publishNewIdTokenSigningKeys: flag.optional(),
  useNewIdTokenSigningKeys: flag.optional(),
})

export type SimulatedClient = z.output<typeof clientSchema>
/** Who everybody is that signs in. */
export type SimulatedResponse = z.output<typeof responseSchema>
export type SimulatedFaults = z.output<typeof faultsSchema>

export interface Configuration {
  readonly simulatorUrl: string
  readonly clientConfiguration: SimulatedClient
  readonly responseConfiguration: SimulatedResponse
  readonly errorConfiguration: SimulatedFaults
  readonly publishNewIdTokenSigningKeys: boolean
  readonly useNewIdTokenSigningKeys: boolean
}

/** Why a change is refused: in the shape of the UK's answer, or in its words. */
export type Refused =
  | { readonly ok: false; readonly errors: Readonly<Record<string, object>> }
  | { readonly ok: false; readonly says: string }

export type Changed = { readonly ok: true; readonly configuration: Configuration } | Refused

const NOT_PUBLISHED = 'Cannot enabled useNewIdTokenSigningKeys whilst publishNewIdTokenSigningKeys is false'
const SECRET_AND_IDENTITY = 'Clients configured with client_secret_post cannot support identity verification.'

/** The whole change, or nothing of it. */
export function changed(configuration: Configuration, body: unknown): Changed {
  const read = requestSchema.safeParse(body)
  if (!read.success) return { ok: false, errors: explained(read.error.issues) }
  const { clientConfiguration, responseConfiguration, errorConfiguration, ...rest } = read.data
  return checked({
    simulatorUrl: rest.simulatorUrl ?? configuration.simulatorUrl,
    clientConfiguration: { ...configuration.clientConfiguration, ...given(clientConfiguration) },
    responseConfiguration: { ...configuration.responseConfiguration, ...given(responseConfiguration) },
    errorConfiguration: { ...NO_FAULTS, ...given(errorConfiguration) },
    publishNewIdTokenSigningKeys:
      rest.publishNewIdTokenSigningKeys ?? configuration.publishNewIdTokenSigningKeys,
    useNewIdTokenSigningKeys: rest.useNewIdTokenSigningKeys ?? configuration.useNewIdTokenSigningKeys,
  })
}

/** What cannot be together. */
export function checked(configuration: Configuration): Changed {
  const {
    clientConfiguration: client,
    publishNewIdTokenSigningKeys,
    useNewIdTokenSigningKeys,
  } = configuration
  if (useNewIdTokenSigningKeys && !publishNewIdTokenSigningKeys) return { ok: false, says: NOT_PUBLISHED }
  if (client.token_auth_method === 'client_secret_post' && client.identityVerificationSupported)
    return { ok: false, says: SECRET_AND_IDENTITY }
  return { ok: true, configuration }
}

/** The body of GET /config. */
export function shown(configuration: Configuration): object {
  const { publishNewIdTokenSigningKeys, useNewIdTokenSigningKeys, ...rest } = configuration
  return {
    ...rest,
    publishNewIdTokenKeysEnabled: publishNewIdTokenSigningKeys,
    usingNewIdTokenSigningKeys: useNewIdTokenSigningKeys,
  }
}

export const NO_FAULTS: SimulatedFaults = { coreIdentityErrors: [], idTokenErrors: [], authoriseErrors: [] }

// The client whose private key the UK's documents publish for everybody, so that its examples work as they stand.
const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmXXR3EsRvUMVhEJMtQ1w
exJjfQ00Q0MQ7ARfShN53BnOQEPFnS/I8ntBddkKdE3q+vMTI72w6Fv3SsMM+ciR
2LIHdEQfKgsLt6PGNcV1kG6GG/3nSW3psW8w65Q3fmy81P1748qezDrVfaGrF4PD
XALzX1ph+nz8mpKmck6aY6LEUJ4B+TIfYzlKmmwFe3ri0spSW+J5wE9mmT3VkR2y
SuHRYHQlxlF9dfX7ltOTsbgJFzN6TO01ZQDhY0iLwzdGwhSxO6R6N/ZINYHCKFPa
QD+tdKsrw7QDIYnx0IiXFnkGnizl3UtqSmXAaceTvPM2Pz84x2JiwHrp2Sml6RYL
CQIDAQAB
-----END PUBLIC KEY-----
`

/** The UK's documented defaults. */
export const DEFAULTS: Omit<Configuration, 'simulatorUrl'> = {
  clientConfiguration: {
    clientId: 'HGIOgho9HIRhgoepdIOPFdIUWgewi0jw',
    publicKeySource: 'STATIC',
    publicKey: PUBLIC_KEY,
    scopes: ['openid', 'email', 'phone'],
    redirectUrls: ['http://localhost:8080/oidc/authorization-code/callback'],
    postLogoutRedirectUrls: ['http://localhost:8080/signed-out'],
    claims: [
      'https://vocab.account.gov.uk/v1/coreIdentityJWT',
      'https://vocab.account.gov.uk/v1/address',
      'https://vocab.account.gov.uk/v1/returnCode',
    ],
    identityVerificationSupported: true,
    idTokenSigningAlgorithm: 'ES256',
    clientLoCs: ['P0', 'P2'],
    token_auth_method: 'private_key_jwt',
  },
  responseConfiguration: {
    sub: 'urn:fdc:gov.uk:2022:56P4CMsGh_02YOlWpd8PAOI-2sVlB2nsNU7mcLZYhYw=',
    email: 'test@example.com',
    emailVerified: true,
    phoneNumber: '07123456789',
    phoneNumberVerified: true,
    maxLoCAchieved: 'P2',
    coreIdentityVerifiableCredentials: {
      type: ['VerifiableCredential', 'IdentityCheckCredential'],
      credentialSubject: {
        name: [
          {
            nameParts: [
              { value: 'GEOFFREY', type: 'GivenName' },
              { value: 'HEARNSHAW', type: 'FamilyName' },
            ],
          },
        ],
        birthDate: [{ value: '1955-04-19' }],
      },
    },
    passportDetails: null,
    drivingPermitDetails: null,
    socialSecurityRecordDetails: null,
    postalAddressDetails: [
      {
        addressCountry: 'GB',
        buildingName: '',
        streetName: 'FRAMPTON ROAD',
        postalCode: 'GL1 5QB',
        buildingNumber: '26',
        addressLocality: 'GLOUCESTER',
        validFrom: '2000-01-01',
        uprn: 100_120_472_196,
        subBuildingName: '',
      },
    ],
    returnCodes: [],
  },
  errorConfiguration: NO_FAULTS,
  publishNewIdTokenSigningKeys: false,
  useNewIdTokenSigningKeys: false,
}

/** What is undefined was not given. */
function given<T extends object>(values: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  return Object.assign(
    there,
    Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)),
  )
}

/** In the shape that the UK's simulator answers with: by the path of what is wrong. */
function explained(issues: readonly z.core.$ZodIssue[]): Record<string, object> {
  const errors: Record<string, object> = {}
  for (const { code, path, ...issue } of issues) {
    if (code === 'unrecognized_keys' && 'keys' in issue) {
      const fields = issue.keys.map((key) => ({ path: pathOf([...path, key]), location: 'body' }))
      errors._unknown_fields = { type: 'unknown_fields', msg: 'Unknown field(s)', fields }
    } else {
      const at = pathOf(path)
      errors[at] = { type: 'field', msg: 'Invalid value', path: at, location: 'body' }
    }
  }
  return errors
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  )
}

function chosenFrom<const T extends string>(known: readonly T[]) {
  return z
    .array(z.string())
    .transform((names) => names.flatMap((name) => known.find((fault) => fault === name) ?? []))
}
