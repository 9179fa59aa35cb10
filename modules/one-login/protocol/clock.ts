import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/**
 * The library asks the machine for the time, the rest of the provider asks `now`, which tests move. Between the two,
 * what is stored keeps the provider's time. Where nobody moves it, this changes nothing.
 */
export function onClock(adapter: AdapterFactory, now: () => number): AdapterFactory {
  const ahead = () => Math.round((now() - Date.now()) / 1000)
  return (name) => shifted(adapter(name), ahead)
}

function shifted(adapter: Adapter, ahead: () => number): Adapter {
  return {
    ...adapter,
    upsert: (id, payload, expiresIn) => adapter.upsert(id, shift(payload, ahead()), expiresIn),
    find: async (id) => back(await adapter.find(id), ahead()),
    findByUid: async (uid) => back(await adapter.findByUid(uid), ahead()),
  }
}

function back(payload: Awaited<ReturnType<Adapter['find']>>, seconds: number): AdapterPayload | undefined {
  return payload ? shift(payload, -seconds) : undefined
}

function shift(payload: AdapterPayload, seconds: number): AdapterPayload {
  if (seconds === 0) return payload
  const { iat, exp } = payload
  return {
    ...payload,
    ...(iat !== undefined && { iat: iat + seconds }),
    ...(exp !== undefined && { exp: exp + seconds }),
  }
}
