import type { CurrencySettings, PaymentMethod, ShippingMethod, Warehouse } from '../model/reference-lists.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { booleanField, decimalField, firstText, type RawRecord, recordsIn, text } from './read-fields.ts';
import { readRecord } from './records.ts';

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
  const { body } = await client.request('GetPaymentMethods', {}, options);
  return recordsIn(body['PaymentMethods'], 'PaymentMethod').map((raw) =>
    named(client, 'payment method', raw, () => ({
      id: text(raw, 'id'),
      name: text(raw, 'name'),
      active: booleanField(raw, 'active', true),
    })),
  );
}

/** @throws ConsolidatorError */
export async function readShippingMethods(client: NetoClient, options: RequestOptions = {}): Promise<ShippingMethod[]> {
  const { body } = await client.request('GetShippingMethods', {}, options);
  return recordsIn(body['ShippingMethods'], 'ShippingMethod').map((raw) => ({
    id: text(raw, 'id'),
    name: text(raw, 'name'),
  }));
}

/** @throws ConsolidatorError */
export async function readWarehouses(client: NetoClient, options: RequestOptions = {}): Promise<Warehouse[]> {
  const { body } = await client.request(
    'GetWarehouse',
    { Filter: { Limit: '1000', OutputSelector: warehouseSelectors } },
    options,
  );
  return recordsIn(body['Warehouse']).map((raw) =>
    named(client, 'warehouse', raw, () => ({
      id: firstText(raw, 'WarehouseID', 'ID'),
      name: text(raw, 'WarehouseName'),
      reference: text(raw, 'WarehouseReference'),
      active: booleanField(raw, 'IsActive', true),
      primary: booleanField(raw, 'IsPrimary'),
    })),
  );
}

/** @throws ConsolidatorError */
export async function readCurrencySettings(
  client: NetoClient,
  options: RequestOptions = {},
): Promise<CurrencySettings> {
  const { body } = await client.request('GetCurrencySettings', {}, options);
  const raw = recordsIn(body['CurrencySettings'])[0] ?? {};
  return named(client, 'currency settings', raw, () => ({
    country: text(raw, 'DEFAULTCOUNTRY'),
    currency: text(raw, 'DEFAULTCURRENCY'),
    gstPercent: decimalField(raw, 'GST_AMT'),
  }));
}

function named<T>(client: NetoClient, list: string, raw: RawRecord, read: () => T): T {
  return readRecord(client, list, ['id', 'WarehouseID', 'ID'], raw, read);
}
