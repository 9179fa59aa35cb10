export { type Profile, readProfile } from './profile.ts'
export { createSecrets, type Secrets } from './secrets.ts'
