export {
  type ColumnType,
  CompiledQuery,
  type Generated,
  type Insertable,
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type Transaction,
} from 'kysely'
export { type Migration, type Module, migrate, migrations } from './migrations.ts'
export { MigrationRefused, NestedWork, StoreInUse, StoreUnavailable } from './problems.ts'
export {
  type Context,
  type Kind,
  openStore,
  type QuickRole,
  type Role,
  type Settings,
  type Store,
} from './store.ts'
