import type { Words } from '#platform/messages'

/**
 * What each error means for a team: which message tells what happened and what to do. The contract's descriptions come
 * first, since one error word stands for many mistakes.
 */
const BY_DESCRIPTION: readonly (readonly [RegExp, string])[] = [
  [/client deactivated/i, 'deactivated'],
  [/^test service/i, 'not-listed'],
  [/missing (grant_type|redirect_uri|code) parameter/i, 'request'],
  [/missing state/i, 'state'],
  [/missing nonce/i, 'nonce'],
  [/invalid claims/i, 'claims'],
  [/vtr not valid/i, 'vtr'],
  [/code_challenge|PKCE/i, 'pkce'],
  [/max age/i, 'max-age'],
  [/channel/i, 'channel'],
  [/post_logout_redirect_uri/i, 'sign-out'],
  [/redirect/i, 'redirect'],
  [/expired/i, 'expired'],
  [/signature/i, 'signature'],
  [/private_key_jwt/i, 'assertion'],
  [/client authentication failed|client.secret/i, 'secret'],
  [/id_token_hint/i, 'hint'],
]
const BY_ERROR: Readonly<Record<string, string>> = {
  invalid_scope: 'scope',
  unsupported_response_type: 'response-type',
  unsupported_grant_type: 'grant-type',
  request_uri_not_supported: 'request-uri',
  invalid_request_object: 'request-object',
  invalid_grant: 'code',
  invalid_client: 'client',
  unauthorized_client: 'client',
  access_denied: 'denied',
  temporarily_unavailable: 'busy',
  login_required: 'login',
  server_error: 'ours',
}

/** In plain words: what happened, and what to do about it. */
export function explainError(
  { error, description }: { error: string; description: string },
  words: Words,
): { happened: string; remedy: string } {
  const kind =
    BY_DESCRIPTION.find(([pattern]) => pattern.test(description))?.[1] ?? BY_ERROR[error] ?? 'request'
  return {
    happened: words.say(`one-login.clients.error.${kind}.happened`),
    remedy: words.say(`one-login.clients.error.${kind}.remedy`),
  }
}

/** Every kind, for tests: each has its two messages. */
export const ERROR_KINDS: readonly string[] = [
  ...new Set([...BY_DESCRIPTION.map(([, kind]) => kind), ...Object.values(BY_ERROR), 'request']),
]
