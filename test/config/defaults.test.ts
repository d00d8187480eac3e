import path from 'node:path';
import { expect, test } from 'vitest';
import { marketplaceRelayDomains } from '../../src/config/customer-schema.ts';
import { documentedKeys } from '../../src/config/describe.ts';
import { defaultPseudoSkus } from '../../src/config/rules-schema.ts';
import { least, read, refused, replaced } from './sample.ts';

const connection = { format: 'json', requestsPerMinute: 240, timeoutSeconds: 60, pageSize: 100 };

test('every default, by a file with only what is required', async () => {
  const pipeline = await read(least);
  const folder = path.dirname(pipeline.file);
  expect(pipeline).toEqual({
    name: 'au-stores',
    file: path.join(folder, 'pipeline.yaml'),
    ledger: path.join(folder, 'state/au-stores.db'),
    primary: {
      ...connection,
      name: 'primary',
      url: 'https://main.example.com',
      host: 'main.example.com',
      key: 'main-secret-0123456789',
      prefixes: ['N'],
      timezone: 'Australia/Sydney',
    },
    secondaries: [
      {
        ...connection,
        name: 'west',
        url: 'https://west.example.com',
        host: 'west.example.com',
        key: 'west-secret-0123456789',
        timezone: 'Australia/Perth',
        prefix: { N: 'W' },
        references: { payment: 'west:', overpayment: 'west:', creditNote: 'west:' },
        since: '2026-07-01',
        purpose: 'books',
        entities: ['products', 'customers', 'orders', 'payments'],
        orders: {
          statuses: ['New', 'Pick', 'Pack', 'Pending Pickup', 'Pending Dispatch', 'Dispatched'],
          initialStatus: 'New',
          finalStatus: 'Dispatched',
          email: 'house',
          houseEmail: 'accounts@example.com',
          salesChannel: 'west',
          warehouse: 'Virtual',
          shippingMethods: {},
          statusMap: {},
          warehouses: {},
          zeroValue: 'copy',
          markExported: false,
          dueDate: 'source',
          paymentTerms: {},
        },
        payments: { methods: {}, lookBackDays: 45, allowSpendableCredit: false },
        customers: {
          policy: 'house',
          usernamePrefix: 'w_',
          house: { username: 'west_store', email: 'accounts@example.com' },
          sharedEmails: [],
          relayDomains: marketplaceRelayDomains,
          accountEmail: 'keep',
          scope: 'referenced',
        },
        products: {
          policy: 'placeholder',
          placeholderSku: 'WEST-ITEM',
          sameSkuOtherName: 'warn',
          services: {},
          pseudoSkus: defaultPseudoSkus,
          scope: 'referenced',
        },
      },
    ],
    accounting: { beforeLockDate: 'hold', tolerance: '0', gstRounding: 'warn' },
    guards: {
      skus: 'hold',
      numbers: 'hold',
      negativeTotals: 'hold',
      dueDates: 'warn',
      contacts: 'warn',
      currency: 'stop',
    },
    load: {
      batchSizes: [1, 5, 20],
      settleAfterSeconds: 300,
      overlapSeconds: 300,
      clockToleranceSeconds: 120,
      sweepDays: 14,
      refusals: { passing: [], lasting: [] },
    },
    onProblem: { format: 'json', quietRuns: 96, remindDays: 7, digest: 'never', digestDay: 'monday', digestHour: 8 },
    quarantine: { purgeAfterDays: 180 },
  });
});

test('defaults that follow other keys', async () => {
  const fulfil = await read(replaced(least, 'purpose: books', 'purpose: fulfil'));
  expect(fulfil.secondaries[0]?.orders.finalStatus).toBe('New');
  const slow = await read(replaced(least, 'prefixes: [N]', 'prefixes: [N]\n  timeoutSeconds: 200'));
  expect(slow.load.settleAfterSeconds).toBe(400);
  const map = await read(replaced(least, 'policy: placeholder', 'policy: map, map: maps/west.csv'));
  expect(map.secondaries[0]?.products.map).toBe(path.join(path.dirname(map.file), 'maps/west.csv'));
});

test('each key without a default is required, and no other', async () => {
  const required = documentedKeys()
    .filter((key) => key.required)
    .map((key) => key.path);
  expect(required).toEqual([
    'name',
    'primary',
    'primary.url',
    'primary.key',
    'primary.timezone',
    'primary.prefixes',
    'secondaries',
    'secondaries[].name',
    'secondaries[].url',
    'secondaries[].timezone',
    'secondaries[].source.files',
    'secondaries[].prefix',
    'secondaries[].since',
    'secondaries[].purpose',
    'secondaries[].customers',
    'secondaries[].customers.policy',
    'secondaries[].customers.house.username',
    'secondaries[].customers.house.email',
    'secondaries[].products',
    'secondaries[].products.policy',
    'secondaries[].rma.staff',
    'secondaries[].rma.warehouse',
    'xero.clientId',
    'xero.clientSecret',
    'onProblem.email.to',
    'onProblem.email.from',
  ]);
});

test('a secondary needs a key, unless it is read from files', async () => {
  const without = replaced(least, `    key: \${WEST_KEY}\n`, '');
  const { problems } = await refused(without);
  expect(problems).toEqual([
    expect.stringMatching(/"secondaries\[0\].key" is missing.*has no `source`.*; expected .+/),
  ]);
  const source = { files: 'feeds/*.csv' };
  const pipeline = await read(`${without}    source: { files: ${source.files} }\n`);
  expect(pipeline.secondaries[0]?.key).toBe('');
  expect(pipeline.secondaries[0]?.source?.files).toBe(path.join(path.dirname(pipeline.file), 'feeds/*.csv'));
});

test.each([
  ['name', 'name: au-stores\n'],
  ['primary.url', '  url: https://main.example.com\n'],
  ['primary.key', `  key: \${MAIN_KEY}\n`],
  ['primary.prefixes', '  prefixes: [N]\n'],
  ['primary.timezone', '  timezone: Australia/Sydney\n'],
  ['secondaries[0].url', '    url: https://west.example.com\n'],
  ['secondaries[0].timezone', '    timezone: Australia/Perth\n'],
  ['secondaries[0].prefix', '    prefix: { N: W }\n'],
  ['secondaries[0].since', '    since: 2026-07-01\n'],
  ['secondaries[0].purpose', '    purpose: books\n'],
  ['secondaries[0].customers.policy', 'policy: house, '],
  ['secondaries[0].customers.house.username', 'username: west_store, '],
  ['secondaries[0].customers.house.email', ', email: accounts@example.com'],
  ['secondaries[0].products', '    products: { policy: placeholder }\n'],
  ['secondaries[0].products.policy', ' policy: placeholder '],
])('%s is required', async (key, text) => {
  const { code, problems } = await refused(replaced(least, text, ''));
  expect(code).toBe('config-invalid');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^\d+:\d+: ".+" is missing; expected .+; add it, for example .+/);
  expect(problems[0]).toContain(`"${key}" is missing`);
});
