export {
  type Answer,
  type Connection,
  type Outbound,
  OutboundRefused,
  type OutboundRequest,
  type OutboundSettings,
  type Refusal,
} from './door.ts'
export { createOutbound } from './outbound.ts'
