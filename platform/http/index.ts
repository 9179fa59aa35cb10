export { closeOnSignals } from './close.ts'
export { Conflict, Forbidden, Invalid, NotFound, Unavailable } from './errors.ts'
export { createServer, type ServerOptions } from './server.ts'
