// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of a pipeline file
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../../src/config/check.ts';
import { Environment } from '../../../src/config/substitute.ts';
import { readSource } from '../../../src/config/yaml-source.ts';
import type { PipelineChoices, SecondaryChoices } from '../../../src/operations/init/pipeline-choices.ts';
import { pipelineText } from '../../../src/operations/init/pipeline-text.ts';
import { many } from '../../support/many.ts';

const connection = {
  url: 'https://www.west-store.com.au',
  keyVariable: 'WEST_STORE_KEY',
  username: undefined,
  timezone: 'Australia/Perth',
  isHere: false,
};
const west: SecondaryChoices = {
  ...{ ...connection, name: 'west', prefix: new Map([['N', 'W']]), since: '2026-07-01', purpose: 'books' },
  ...{ salesChannel: 'West', warehouse: 'Virtual', warehouses: new Map(), shippingMethods: new Map() },
  ...{ paymentMethods: new Map(), email: 'house', houseEmail: 'a@example.com', surchargeSku: undefined },
  ...{
    dueDate: 'source',
    paymentTerms: new Map(),
    customers: { policy: 'match' },
    products: { policy: 'placeholder' },
  },
};
const main = { ...connection, url: 'https://www.main-store.com.au', keyVariable: 'MAIN_STORE_KEY', prefixes: ['N'] };

function read(changes: Partial<SecondaryChoices>, prefixes: readonly string[] = ['N']) {
  const choices: PipelineChoices = {
    ...{ name: 'stores', ledger: '../state/stores.db', primary: { ...main, prefixes } },
    secondaries: [{ ...west, ...changes }],
  };
  const text = pipelineText(choices);
  const variables = new Environment({ MAIN_STORE_KEY: 'main-key', WEST_STORE_KEY: 'west-key' });
  const source = readSource(text, variables);
  const { problems, file } = check(source, new Set());
  return { text, problems: [...source.problems, ...problems], secondary: file?.secondaries[0], file };
}

test('whatever names the stores have, the file is right, and says them letter for letter', () => {
  const name = fc
    .oneof(
      fc.constantFrom(
        '${WEST_STORE_KEY}',
        '$${X}',
        '# 5',
        'yes',
        '12',
        'a: b',
        '- x',
        'null',
        '"q"',
        "it's",
        '1e3',
        '~',
        '{x}',
        'a #b',
        '!t',
        '&a',
      ),
      fc.string({ minLength: 1, maxLength: 40 }),
    )
    .map((text) =>
      text
        .trim()
        .replaceAll(/[\p{C}\u2028\u2029\uE000\uE001]/gu, '')
        .trim(),
    )
    .filter((text) => text !== '' && text !== '__proto__');
  const names = fc
    .uniqueArray(name, { maxLength: 4, selector: (text) => text.normalize('NFC').toLowerCase() })
    .chain((keys) => fc.tuple(...keys.map((key) => name.map((to) => [key, to] as const))).map((rows) => new Map(rows)));
  fc.assert(
    fc.property(names, names, (paymentMethods, shippingMethods) => {
      const { problems, secondary } = read({ paymentMethods, shippingMethods });
      expect(problems).toEqual([]);
      expect(secondary?.payments.methods).toEqual(Object.fromEntries(paymentMethods));
      expect(secondary?.orders.shippingMethods).toEqual(Object.fromEntries(shippingMethods));
    }),
    { numRuns: many(50, 1000) },
  );
});

test.each<[string, Partial<SecondaryChoices>]>([
  ['fulfil', { purpose: 'fulfil', warehouse: undefined, warehouses: new Map([['Perth', 'Main']]) }],
  ['shopper', { email: 'shopper', houseEmail: undefined }],
  [
    'a house account',
    { houseEmail: undefined, customers: { policy: 'house', username: '12', email: 'a@example.com' } },
  ],
  ['accounts of their own', { customers: { policy: 'prefix' } }],
  ['products of their own', { products: { policy: 'prefix', skuPrefix: '#-' } }],
  ['numbers without a prefix', { prefix: new Map([['', 'V']]) }],
  ['days', { dueDate: { days: 14 } }],
  [
    'terms',
    {
      dueDate: 'terms',
      paymentTerms: new Map([
        ['Net 14', 14],
        ['', 0],
      ]),
    },
  ],
  ['a user', { username: 'anna: x' }],
  ['a surcharge', { surchargeSku: '001' }],
  ['nothing known of names', { paymentMethods: new Map([['Zip\n', undefined]]) }],
])('the file is right with %s', (_, changes) => {
  expect(read(changes).problems).toEqual([]);
});

test('what is left open stands as a comment; the primary may have numbers without a prefix', () => {
  const { text, problems, file } = read({ paymentMethods: new Map([['Zip', undefined]]) }, ['N', '']);
  expect(problems).toEqual([]);
  expect(text).toContain('# Left open: payment method "Zip".');
  expect(file?.primary.prefixes).toEqual(['N', '']);
});
