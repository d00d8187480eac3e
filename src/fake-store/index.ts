export { describeSwitches, type SwitchDescription } from './describe-switches.ts';
export type {
  FakeStore,
  FakeStoreOptions,
  Mail,
  Panel,
  PanelPayment,
  PaymentChanges,
  RequestLogEntry,
  StockMove,
} from './fake-store.ts';
export type { Fault, FaultRequest, Faults } from './faults.ts';
export { type Lie, type LieField, lieSchema } from './lies.ts';
export { expectedOf, parseSwitch } from './parse-switch.ts';
export { plainSeed } from './plain-seed.ts';
export type { CustomerSeed, StoredCustomer } from './records/customer-record.ts';
export type { ItemSeed, StoredItem } from './records/item-record.ts';
export type { LineSeed, OrderSeed, StoredLine, StoredOrder } from './records/order-record.ts';
export type { PaymentOfOrder, StoredPayment } from './records/payment-record.ts';
export type { RmaSeed, StoredRma } from './records/rma-record.ts';
export type { Alteration } from './references.ts';
export { readSeed, type Seed, seedSchema } from './seed.ts';
export {
  ackErrorKinds,
  type FaultKind,
  faultKinds,
  randomFrom,
  type SeededFaultsOptions,
  seededFaults,
} from './seeded-faults.ts';
export { startFakeStore } from './start.ts';
export { type Switches, type SwitchesInput, switchesSchema } from './switches.ts';
