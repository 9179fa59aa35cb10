import { z } from 'zod'

/** A session, an object or a slot, as the library numbers it. */
export type Handle = Buffer
type Attribute = { type: number; value?: number | boolean | string | Buffer }
type Mechanism = { mechanism: number }

/** As much of PKCS#11 as keeping keys takes, in the shape of the package pkcs11js. */
export interface Cryptoki {
  load(library: string): void
  C_Initialize(options: { flags: number }): void
  C_GetSlotList(withToken: boolean): Handle[]
  C_GetTokenInfo(slot: Handle): { label: string }
  C_OpenSession(slot: Handle, flags: number): Handle
  C_CloseSession(session: Handle): void
  C_CloseAllSessions(slot: Handle): void
  C_Login(session: Handle, user: number, pin: string): void
  C_GenerateKeyPairAsync(
    session: Handle,
    mechanism: Mechanism,
    publicKey: Attribute[],
    privateKey: Attribute[],
  ): Promise<{ publicKey: Handle; privateKey: Handle }>
  C_GetAttributeValue(session: Handle, object: Handle, wanted: Attribute[]): Attribute[]
  C_FindObjectsInit(session: Handle, like: Attribute[]): void
  C_FindObjects(session: Handle, most: number): Handle[]
  C_FindObjectsFinal(session: Handle): void
  C_DestroyObject(session: Handle, object: Handle): void
  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void
  C_SignAsync(session: Handle, data: Buffer, signature: Buffer): Promise<Buffer>
}

type Package = { PKCS11: new () => Cryptoki }
const isPackage = z.custom<Package>(
  (value) =>
    typeof value === 'object' && value !== null && 'PKCS11' in value && typeof value.PKCS11 === 'function',
)

// Not among the dependencies: it is compiled where it is installed, and few need it.
const PACKAGE = 'pkcs11js'

/** The numbers of the standard: PKCS #11 Cryptographic Token Interface 2.40. */
export const CK = {
  USER: 1,
  OS_LOCKING_OK: 2,
  RW_SERIAL_SESSION: 2 | 4,
  PRIVATE_KEY: 3,
  ALREADY_INITIALIZED: 0x191,
  ALREADY_LOGGED_IN: 0x100,
  attribute: {
    CLASS: 0,
    TOKEN: 1,
    PRIVATE: 2,
    LABEL: 3,
    ID: 0x102,
    SENSITIVE: 0x103,
    SIGN: 0x108,
    VERIFY: 0x10a,
    MODULUS: 0x120,
    MODULUS_BITS: 0x121,
    PUBLIC_EXPONENT: 0x122,
    EXTRACTABLE: 0x162,
    EC_PARAMS: 0x180,
    EC_POINT: 0x181,
  },
  mechanism: { RSA_PAIR: 0, SHA256_RSA: 0x40, EC_PAIR: 0x1040, ECDSA: 0x1041 },
} as const

/** Loads the HSM's library into this process. */
export async function loadCryptoki(
  library: string,
  importPackage: () => Promise<unknown> = () => import(PACKAGE),
): Promise<Cryptoki> {
  let imported: unknown
  try {
    imported = await importPackage()
  } catch (cause) {
    throw new Error(
      'keys in an HSM need the package pkcs11js, which is not installed here. With a C++ compiler and Python at hand, run: npm install --no-save pkcs11js@2',
      { cause },
    )
  }
  const found = isPackage.safeParse(imported)
  if (!found.success) throw new Error('the package pkcs11js is not what it was: version 2 is needed')
  const cryptoki = new found.data.PKCS11()
  try {
    cryptoki.load(library)
  } catch (cause) {
    throw new Error(`the PKCS#11 library ${library} cannot be loaded`, { cause })
  }
  unless(CK.ALREADY_INITIALIZED, () => cryptoki.C_Initialize({ flags: CK.OS_LOCKING_OK }))
  return cryptoki
}

/** Does it; the one error that says that it is done already is none. */
export function unless(code: number, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error
  }
}
