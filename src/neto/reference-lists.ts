import type { CurrencySettings, PaymentMethod, ShippingMethod, Warehouse } from '../model/reference-lists.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { pages } from './pages.ts';
import { booleanField, decimalField, FieldProblem, firstText, type RawRecord, text } from './read-fields.ts';
import { type RecordKind, type RecordReader, readRecord, readRecords } from './records.ts';
import { readRows } from './rows.ts';

export const warehouseSelectors: readonly string[] = [
  'ID',
  'WarehouseID',
  'WarehouseName',
  'WarehouseReference',
  'IsActive',
  'IsPrimary',
];

/** A list of lists in JSON, one object in XML (reference, section 2.5). @throws ConsolidatorError */
export async function readPaymentMethods(client: NetoClient, options: RequestOptions = {}): Promise<PaymentMethod[]> {
  const read = { action: 'GetPaymentMethods', entity: 'PaymentMethods', wrapper: 'PaymentMethod' };
  const { rows } = await readRows(client, read, {}, options);
  return records(client, 'payment method', rows, (raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    active: booleanField(raw, 'active', true),
  }));
}

/** @throws ConsolidatorError */
export async function readShippingMethods(client: NetoClient, options: RequestOptions = {}): Promise<ShippingMethod[]> {
  const read = { action: 'GetShippingMethods', entity: 'ShippingMethods', wrapper: 'ShippingMethod' };
  const { rows } = await readRows(client, read, {}, options);
  return records(client, 'shipping method', rows, (raw) => ({ id: text(raw, 'id'), name: text(raw, 'name') }));
}

/** @throws ConsolidatorError */
export async function readWarehouses(client: NetoClient, options: RequestOptions = {}): Promise<Warehouse[]> {
  const listing = {
    action: 'GetWarehouse',
    entity: 'Warehouse',
    filter: {},
    selectors: warehouseSelectors,
    keyOf: (raw: RawRecord) => firstText(raw, 'WarehouseID', 'ID'),
    pageSize: 1000,
    firstPageUnnumbered: true,
  };
  const rows: RawRecord[] = [];
  for await (const page of pages(client, listing, options)) rows.push(...page.rows);
  return records(client, 'warehouse', rows, (raw) => ({
    id: firstText(raw, 'WarehouseID', 'ID'),
    name: text(raw, 'WarehouseName'),
    reference: text(raw, 'WarehouseReference'),
    active: booleanField(raw, 'IsActive', true),
    primary: booleanField(raw, 'IsPrimary'),
  }));
}

/** @throws ConsolidatorError also when the settings are missing: a tax rate of zero would be a guess */
export async function readCurrencySettings(
  client: NetoClient,
  options: RequestOptions = {},
): Promise<CurrencySettings> {
  const read = { action: 'GetCurrencySettings', entity: 'CurrencySettings' };
  const { rows } = await readRows(client, read, {}, options);
  return readRecord(client, currencySettings, rows[0] ?? {});
}

const currencySettings: RecordReader<CurrencySettings> = {
  kind: 'currency settings',
  idFields: [],
  read: (raw) => {
    if (text(raw, 'DEFAULTCURRENCY') === '') throw new FieldProblem('DEFAULTCURRENCY is missing');
    return {
      country: text(raw, 'DEFAULTCOUNTRY'),
      currency: text(raw, 'DEFAULTCURRENCY'),
      gstPercent: decimalField(raw, 'GST_AMT'),
    };
  },
};

function records<T>(
  client: NetoClient,
  kind: RecordKind,
  rows: readonly RawRecord[],
  read: (raw: RawRecord) => T,
): T[] {
  return readRecords(client, { kind, idFields: ['id', 'WarehouseID', 'ID'], read }, rows);
}
