/**
 * A stateful Xero on this machine: identity, Accounting API (read only) and a control port, each on a loopback socket of
 * its own. It imports nothing of the program's and shares no arithmetic with it: whole cents, line by line.
 *
 * ```ts
 * const xero = await startFakeXero({ clock, switches: { lockDates: 'local-midnight' } });
 * // The client: xero.identityUrl + '/connect/token', xero.apiUrl + '/connections', xero.apiUrl + '/api.xro/2.0/Invoices',
 * // with plainApp.clientId and plainApp.clientSecret (custom connection) or plainWebApp (refresh token; xero.consent).
 * xero.control.createInvoice({ number: 'NB100123', contact: 'Kerry Example', date: '2026-11-24', total: '119.95' });
 * xero.control.addPayment({ document: 'NB100123', amount: '119.95', date: '2026-11-24', reference: 'NB-ch_1' });
 * xero.control.setOrganisation({ periodLockDate: '2026-09-30' });
 * xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'truncate', cut: 'length' } });
 * xero.faults.next = ({ path, nth }) => undefined; // or by a function
 * xero.advance(1800); // the virtual clock: tokens and limits follow it
 * expect(xero.violations).toEqual([]); // whatever was no GET, nor the token's POST
 * xero.requests; // every request with path, query, status, bytes
 * // Neto's own export, run by run, from a fake store that stands for the primary:
 * const neto = xero.connect({ primary: { url: store.url, key }, invoicePrefix: '', switches: { mode: 'batched' } });
 * await neto.run(); // what became of each order, RMA and payment; neto.hold(id), neto.release(id), neto.forget(id)
 * await xero.close();
 * ```
 *
 * From another process: `POST {controlUrl}/createInvoice` with the arguments as a JSON list. `switchSettings`
 * and `connectorSwitchSettings` list every unknown with all its settings.
 */
export type {
  Account,
  Allocation,
  Contact,
  CreditNote,
  Invoice,
  Organisation,
  Overpayment,
  Payment,
} from './books/records.ts';
export { Refused } from './books/refused.ts';
export type {
  ContactSeed,
  CreditNoteSeed,
  InvoiceSeed,
  LineSeed,
  OverpaymentSeed,
  PaymentSeed,
} from './books/seeds.ts';
export type { Connector } from './connector/connector.ts';
export type { ConnectorOptions } from './connector/connector-options.ts';
export { type ConnectorSwitches, connectorSwitchSettings } from './connector/connector-switches.ts';
export type { ExportEntry } from './connector/export-log.ts';
export type { Control } from './control/control.ts';
export type { FakeXero, FakeXeroOptions } from './fake-xero.ts';
export type { FaultInput, FaultRequest, Faults, PlannedFault } from './faults/faults.ts';
export { type AppSeed, plainApp, plainWebApp } from './identity/apps.ts';
export { READ_SCOPES } from './identity/scopes.ts';
export { type LimitSettings, plainLimits } from './limits.ts';
export type { JournalEntry } from './server/journal.ts';
export { startFakeXero } from './start.ts';
export { type Switches, switchSettings } from './switches.ts';
