import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { call, column, type Row, rowsOf } from './support/call.ts';
import { Clock, startStore } from './support/stores.ts';

const errorOf = (message: string) => ({ Ack: 'Error', Messages: { Error: { Message: message } } });

function getCustomers(store: FakeStore, filter: object): Promise<Row> {
  return call(store, 'GetCustomer', { Filter: { Limit: 100, ...filter } });
}

function addCustomer(store: FakeStore, changes: object = {}): Promise<Row> {
  const customer = { Username: 'kim', EmailAddress: 'kim@example.com', ...changes };
  return call(store, 'AddCustomer', { Customer: [customer] });
}

async function usernames(store: FakeStore, filter: object): Promise<unknown> {
  return column(await getCustomers(store, filter), 'Customer', 'Username');
}

describe('AddCustomer', () => {
  test('needs a user name only, and answers with it', async () => {
    const store = await startStore();
    expect(await call(store, 'AddCustomer', { Customer: { Username: 'kim' } })).toMatchObject({
      Customer: { Username: 'kim' },
      Ack: 'Success',
    });
  });

  test.each([
    ['', 'Username is a required field and is missing'],
    ['a-name-of-more-than-25-characters', 'Username is longer than 25 characters'],
  ])('refuses the user name %j', async (Username, message) => {
    const store = await startStore();
    expect(await addCustomer(store, { Username })).toMatchObject({ Customer: '', ...errorOf(message) });
    expect(store.customers()).toHaveLength(1);
  });

  test('keeps fields under the same names, addresses without their empty parts', async () => {
    const store = await startStore();
    await addCustomer(store, {
      ABN: '51 824 753 556',
      NewsletterSubscriber: 'y',
      Type: 'prospect',
      AccountManager: 'robot',
      UserCustom7: 'seven',
      BillingAddress: { BillStreetLine1: '1 Road', BillStreetLine2: '', BillPhone: '0400' },
      ShippingAddress: { ShipTitle: 'Home', ShipCity: 'Perth' },
    });
    const names = ['ABN', 'NewsletterSubscriber', 'Type', 'AccountManager', 'UserCustom7', 'UserCustom8'];
    const OutputSelector = [...names, 'BillingAddress', 'ShippingAddress', 'AvailableCredit', 'Password'];
    expect(rowsOf(await getCustomers(store, { Username: 'kim', OutputSelector }), 'Customer')).toEqual([
      {
        Username: 'kim',
        ABN: '51 824 753 556',
        NewsletterSubscriber: 'True',
        Type: 'Prospect',
        AccountManager: { FirstName: '', LastName: '', Username: 'robot', Email: '' },
        UserCustom7: 'seven',
        UserCustom8: '',
        BillingAddress: { BillStreetLine1: '1 Road', BillPhone: '0400' },
        ShippingAddress: { ShipCity: 'Perth' },
        AvailableCredit: '0.00',
        Password: '',
      },
    ]);
  });

  test('neither writes credit, nor keeps a password or what is no field', async () => {
    const store = await startStore();
    await addCustomer(store, { AvailableCredit: '100', AccountBalance: '5', Password: 'secret', ShoeSize: '44' });
    const [, customer] = store.customers();
    expect(customer).toMatchObject({ AvailableCredit: '0.00', AccountBalance: '0.00' });
    expect(JSON.stringify(customer)).not.toMatch(/secret|ShoeSize/);
  });

  test.each([
    ['Active', 'maybe'],
    ['Type', 'Friend'],
  ])('leaves out a value that %s does not have, with a Warning', async (field, value) => {
    const store = await startStore();
    expect(await addCustomer(store, { [field]: value })).toMatchObject({
      Customer: { Username: 'kim' },
      Ack: 'Warning',
      Messages: { Warning: { Message: `${field} has a wrong format` } },
    });
    expect(store.customers()[1]).toMatchObject({ Active: 'True', Type: 'Customer' });
  });

  test('duplicateUsername error: refuses a name that exists, whatever its case', async () => {
    const store = await startStore({ switches: { duplicateUsername: 'error' } });
    expect(await addCustomer(store, { Username: 'JSmith' })).toMatchObject(errorOf('Username JSmith already exists'));
    expect(store.customers()).toMatchObject([{ Username: 'jsmith', EmailAddress: 'j.smith@example.com' }]);
  });

  test('duplicateUsername overwrite: changes the customer that is there', async () => {
    const store = await startStore({ switches: { duplicateUsername: 'overwrite' } });
    expect(await addCustomer(store, { Username: 'JSmith' })).toMatchObject({ Customer: { Username: 'jsmith' } });
    expect(store.customers()).toMatchObject([{ Username: 'jsmith', EmailAddress: 'kim@example.com' }]);
  });

  test('uniqueEmail true: refuses an address that another customer has, whatever its case', async () => {
    const store = await startStore({ switches: { uniqueEmail: true } });
    expect(await addCustomer(store, { EmailAddress: 'J.Smith@Example.com' })).toMatchObject(
      errorOf('EmailAddress J.Smith@Example.com already exists'),
    );
    expect(await addCustomer(store, { EmailAddress: '' })).toMatchObject({ Ack: 'Success' });
    expect(await addCustomer(store, { Username: 'kim2', EmailAddress: '' })).toMatchObject({ Ack: 'Success' });
  });

  test('uniqueEmail false: lets two customers have one address', async () => {
    const store = await startStore({ switches: { uniqueEmail: false } });
    await addCustomer(store, { EmailAddress: 'J.Smith@example.com' });
    expect(await usernames(store, { Email: 'j.smith@example.com' })).toEqual(['jsmith', 'kim']);
  });
});

describe('UpdateCustomer', () => {
  test('changes what is given, also single parts of an address, and leaves the rest', async () => {
    const clock = new Clock();
    const store = await startStore({ clock: clock.read });
    clock.advance(60);
    const changes = { Username: 'JSMITH', ABN: '1', BillingAddress: { BillState: 'VIC' } };
    expect(await call(store, 'UpdateCustomer', { Customer: changes })).toMatchObject({
      Customer: { Username: 'jsmith' },
      Ack: 'Success',
    });
    expect(store.customers()).toMatchObject([
      {
        ABN: '1',
        EmailAddress: 'j.smith@example.com',
        BillingAddress: { BillFirstName: 'Jo', BillState: 'VIC' },
        DateAdded: '2026-07-01 00:00:00',
        DateUpdated: '2026-07-01 00:01:00',
      },
    ]);
  });

  test.each([
    ['warning', { Ack: 'Warning', Messages: { Warning: { Message: 'Cannot find Customer nobody' } } }],
    ['error', errorOf('Cannot find Customer nobody')],
  ] as const)('updateOfUnknown %s: of nobody', async (updateOfUnknown, reply) => {
    const store = await startStore({ switches: { updateOfUnknown } });
    expect(await call(store, 'UpdateCustomer', { Customer: { Username: 'nobody', ABN: '1' } })).toMatchObject(reply);
    expect(store.customers()).toHaveLength(1);
  });

  test('an address can be given up for another, after which somebody else may have it', async () => {
    const store = await startStore();
    await call(store, 'UpdateCustomer', { Customer: { Username: 'jsmith', EmailAddress: 'new@example.com' } });
    expect(await usernames(store, { Email: 'j.smith@example.com' })).toEqual([]);
    expect(await usernames(store, { Email: 'NEW@example.com' })).toEqual(['jsmith']);
    expect(await addCustomer(store, { EmailAddress: 'j.smith@example.com' })).toMatchObject({ Ack: 'Success' });
    expect(await addCustomer(store, { Username: 'x', EmailAddress: 'new@example.com' })).toMatchObject({
      Ack: 'Error',
    });
  });

  test('an address that two customers share since the seed can be kept by both', async () => {
    const customers = ['a', 'b'].map((Username) => ({ Username, EmailAddress: 'both@example.com' }));
    const store = await startStore({ seed: { customers } });
    const changes = customers.map((customer) => ({ ...customer, ABN: '1' }));
    expect(await call(store, 'UpdateCustomer', { Customer: changes })).toMatchObject({ Ack: 'Success' });
    expect(await usernames(store, { Email: 'both@example.com' })).toEqual(['a', 'b']);
  });
});

describe('GetCustomer', () => {
  const seed = {
    customers: [
      {
        Username: 'a',
        EmailAddress: 'a@example.com',
        UserGroup: '2',
        DateUpdated: '2026-06-01 00:00:00',
        Active: 'False',
      },
      { Username: 'b', EmailAddress: 'b@example.com', BillingAddress: { BillCompany: 'ACME', BillState: 'NSW' } },
      { Username: 'c', Type: 'Prospect', DateAdded: '2026-05-31 20:00:00', OnCreditHold: true },
    ],
  };

  test.each<[string, object, string[]]>([
    ['no filter: all', {}, ['a', 'b', 'c']],
    ['user names', { Username: ['C', 'a', 'x'] }, ['a', 'c']],
    ['e-mail', { Email: ['B@example.com', 'a@example.com'] }, ['a', 'b']],
    ['user name and e-mail', { Username: 'a', Email: 'b@example.com' }, []],
    ['id', { ID: 2 }, ['b']],
    ['type', { Type: 'Prospect' }, ['c']],
    ['activity', { Active: 'False' }, ['a']],
    ['credit hold', { OnCreditHold: 'True' }, ['c']],
    ['user group', { UserGroup: '2' }, ['a']],
    ['company', { Company: 'acme' }, ['b']],
    ['state', { BillState: 'NSW' }, ['b']],
    ['DateUpdated', { DateUpdatedTo: '2026-06-01 00:00:00' }, ['a']],
    ['DateAdded', { DateAddedTo: '2026-06-01' }, ['c']],
    ['page', { Page: 1, Limit: 2 }, ['c']],
  ])('finds by %s', async (_, filter, names) => {
    expect(await usernames(await startStore({ seed }), filter)).toEqual(names);
  });

  test('gives the user name unasked, and the dates in three forms', async () => {
    const store = await startStore({ seed });
    expect(rowsOf(await getCustomers(store, { Username: 'c' }), 'Customer')).toEqual([{ Username: 'c' }]);
    const OutputSelector = ['DateAdded', 'DateAddedLocal', 'DateAddedUTC', 'constructor', 'hasOwnProperty', 'Nothing'];
    expect(rowsOf(await getCustomers(store, { Username: 'c', OutputSelector }), 'Customer')).toEqual([
      {
        Username: 'c',
        DateAdded: '2026-05-31 20:00:00',
        DateAddedLocal: '2026-06-01 06:00:00',
        DateAddedUTC: '2026-05-31 20:00:00',
      },
    ]);
  });
});

test('internalNotesReadable false: keeps notes, and does not give them back', async () => {
  const store = await startStore({ switches: { internalNotesReadable: false } });
  await addCustomer(store, { InternalNotes: 'Good payer' });
  expect(store.customers().at(-1)).toMatchObject({ InternalNotes: 'Good payer' });
  const reply = await getCustomers(store, { Username: 'kim', OutputSelector: ['InternalNotes', 'EmailAddress'] });
  expect(rowsOf(reply, 'Customer')).toEqual([{ Username: 'kim', EmailAddress: 'kim@example.com' }]);
});

test('staff can delete a customer, whose address is free again', async () => {
  const store = await startStore();
  store.panel.removeCustomer('JSMITH');
  expect(store.customers()).toEqual([]);
  expect(await addCustomer(store, { EmailAddress: 'j.smith@example.com' })).toMatchObject({ Ack: 'Success' });
  expect(() => store.panel.removeCustomer('jsmith')).toThrow();
});
