import { expect, test } from 'vitest';
import { call, callXml, column, rowsOf } from './support/call.ts';
import { startStore } from './support/stores.ts';

test('payment methods are one object in JSON, with flags in "y" and "n"', async () => {
  const store = await startStore();
  expect(await call(store, 'GetPaymentMethods', {})).toMatchObject({
    PaymentMethods: {
      PaymentMethod: [
        { id: '1', name: 'Visa', active: 'y', visible: 'y', acc_code: '600' },
        { id: '2', name: 'Bank Transfer', active: 'y', visible: 'n', acc_code: '' },
      ],
    },
    Ack: 'Success',
  });
});

test('collapse never: payment methods are nested in a list, as the docs have them', async () => {
  const store = await startStore({ switches: { collapse: 'never' } });
  expect(await call(store, 'GetPaymentMethods', {})).toMatchObject({
    PaymentMethods: [{ PaymentMethod: [{ name: 'Visa' }, { name: 'Bank Transfer' }] }],
  });
});

test('payment methods in XML repeat their element', async () => {
  const xml = await callXml(await startStore(), 'GetPaymentMethods', '<GetPaymentMethods />');
  expect(xml.match(/<PaymentMethod>/g)).toHaveLength(2);
  expect(xml.match(/<PaymentMethods>/g)).toHaveLength(1);
});

test('shipping methods', async () => {
  const shippingMethods = [
    { id: 1, name: 'Post' },
    { id: 2, name: 'Van', active: false },
  ];
  const store = await startStore({ seed: { shippingMethods } });
  expect(await call(store, 'GetShippingMethods', {})).toMatchObject({
    ShippingMethods: {
      ShippingMethod: [
        { id: '1', name: 'Post', status: 'Active', visibility: { customers: 'y', ebay: 'n', staff: 'y' } },
        { id: '2', name: 'Van', status: 'Inactive', visibility: { customers: 'n' } },
      ],
    },
  });
});

test('currency, country and tax rate', async () => {
  const store = await startStore({ seed: { country: 'NZ', currency: 'NZD', gst: 15 } });
  expect(await call(store, 'GetCurrencySettings', {})).toMatchObject({
    CurrencySettings: { DEFAULTCOUNTRY: 'NZ', DEFAULTCURRENCY: 'NZD', GST_AMT: '15' },
  });
});

test('warehouses by filter, with the selected fields', async () => {
  const store = await startStore();
  const get = (Filter: object) => call(store, 'GetWarehouse', { Filter });
  expect(column(await get({ Limit: 10 }), 'Warehouse', 'WarehouseID')).toEqual(['1', '2']);
  expect(column(await get({ WarehouseName: 'books' }), 'Warehouse', 'WarehouseID')).toEqual(['2']);
  expect(column(await get({ WarehouseReference: ['MAIN'] }), 'Warehouse', 'WarehouseID')).toEqual(['1']);
  expect(column(await get({ Limit: 1, Page: 1 }), 'Warehouse', 'WarehouseID')).toEqual(['2']);
  const OutputSelector = ['WarehouseName', 'IsPrimary', 'IsActive', 'WarehouseReference', 'WarehouseNotes', 'Size'];
  expect(rowsOf(await get({ WarehouseID: 1, OutputSelector }), 'Warehouse')).toEqual([
    {
      WarehouseID: '1',
      WarehouseName: 'Main',
      WarehouseReference: 'MAIN',
      IsPrimary: 'True',
      IsActive: 'True',
      WarehouseNotes: '',
    },
  ]);
});
