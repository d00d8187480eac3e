import path from 'node:path';
import type { Decimal } from '../model/money.ts';
import { parseDecimal, ZERO } from '../model/money.ts';
import { isPostgresAddress, parsePostgresAddress } from '../model/postgres-address.ts';
import { type LocalDate, parseLocalDate } from '../model/time.ts';
import { addressOf } from './addresses.ts';
import { completeEmail } from './alert-checks.ts';
import type { PipelineFile, SecondaryFile } from './schema.ts';
import type { FileView } from './store-view.ts';

/** Fills in what depends on other keys and makes paths absolute. Expects a file that has passed all checks. */
export function complete(parsed: PipelineFile, file: string, view: FileView) {
  const folder = path.dirname(file);
  const { lockDate, tolerance, ...accounting } = parsed.accounting;
  return {
    ...parsed,
    file,
    ...completeLedger(parsed, folder),
    primary: { ...parsed.primary, ...connection(parsed.primary), name: 'primary' as const },
    secondaries: parsed.secondaries.map((secondary, index) =>
      completeSecondary(secondary, folder, view.targets(['secondaries', index])),
    ),
    accounting: {
      ...accounting,
      ...(lockDate === undefined ? {} : { lockDate: date(lockDate) }),
      tolerance: amount(tolerance),
    },
    xero: parsed.xero === undefined ? undefined : completeXero(parsed.xero, folder),
    onProblem: {
      ...parsed.onProblem,
      email: parsed.onProblem.email === undefined ? undefined : completeEmail(parsed.onProblem.email),
    },
    load: {
      ...parsed.load,
      settleAfterSeconds: parsed.load.settleAfterSeconds ?? Math.max(300, 2 * parsed.primary.timeoutSeconds),
    },
  };
}

/** Of one in PostgreSQL the path says where that lies which belongs to it on this machine: its lock, and what waits for it. */
export function completeLedger({ name, ledger }: Pick<PipelineFile, 'name' | 'ledger'>, folder: string) {
  const own = `state/${name}.db`;
  if (ledger === undefined || !isPostgresAddress(ledger))
    return { ledger: path.resolve(folder, ledger ?? own), database: undefined };
  const { rootCertificate, ...database } = parsePostgresAddress(ledger, name);
  const certificate = rootCertificate === null ? null : path.resolve(folder, rootCertificate);
  return { ledger: path.resolve(folder, own), database: { ...database, rootCertificate: certificate } };
}

function completeXero<Keys extends { readonly tokenFile?: string | undefined }>(xero: Keys, folder: string): Keys {
  return xero.tokenFile === undefined ? xero : { ...xero, tokenFile: path.resolve(folder, xero.tokenFile) };
}

function completeSecondary(secondary: SecondaryFile, folder: string, targets: readonly string[]) {
  const { name, references, purpose, orders, customers, products } = secondary;
  const referencePrefix = `${name}:`;
  return {
    ...secondary,
    ...connection(secondary),
    key: secondary.key ?? '',
    since: date(secondary.since),
    source: secondary.source === undefined ? undefined : completeSource(secondary.source, folder),
    references: {
      payment: references.payment ?? referencePrefix,
      overpayment: references.overpayment ?? referencePrefix,
      creditNote: references.creditNote ?? referencePrefix,
    },
    orders: {
      ...orders,
      finalStatus: orders.finalStatus ?? (purpose === 'books' ? 'Dispatched' : 'New'),
      houseEmail: orders.houseEmail ?? customers.house?.email,
      salesChannel: orders.salesChannel ?? name,
    },
    customers: {
      ...customers,
      usernamePrefix: customers.usernamePrefix ?? defaultUsernamePrefix(targets),
    },
    products: {
      ...products,
      ...(products.map === undefined ? {} : { map: path.resolve(folder, products.map) }),
      placeholderSku: products.placeholderSku ?? `${name.toUpperCase()}-ITEM`,
    },
  };
}

/** Paths on a server are the server's. */
function completeSource(source: NonNullable<SecondaryFile['source']>, folder: string) {
  const { files, moveTo } = source;
  if (files.startsWith('sftp://')) return source;
  return {
    ...source,
    files: path.resolve(folder, files),
    ...(moveTo === undefined ? {} : { moveTo: path.resolve(folder, moveTo) }),
  };
}

function connection({ url, requestsPerMinute }: { url: string; requestsPerMinute: number | null | 'unlimited' }) {
  const address = addressOf(url);
  if (address === undefined) throw new TypeError('an address is wrong, and no check has said so');
  return { ...address, requestsPerMinute: requestsPerMinute === 'unlimited' ? null : requestsPerMinute };
}

export function defaultUsernamePrefix(targets: readonly string[]): string {
  return `${targets[0]?.toLowerCase() ?? ''}_`;
}

function date(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (parsed === undefined) throw new TypeError('a date is wrong, and no check has said so');
  return parsed;
}

function amount(text: string | number): Decimal {
  return parseDecimal(text) ?? ZERO;
}
