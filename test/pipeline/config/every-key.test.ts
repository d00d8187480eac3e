import { describe, expect, test } from 'vitest';
import { documentedKeys } from '../../../src/pipeline/config/describe.ts';
import { full, read, refused } from './sample.ts';

/** Line of the sample, key, wrong value, column of the value, what was found. The line's indentation is kept. */
const cases: readonly (readonly [line: number, key: string, wrong: string, column: number, found: string])[] = [
  [1, 'name', 'au stores', 7, '"au stores", which is not made of'],
  [2, 'ledger', '5', 9, 'number 5'],
  [4, 'url', 'https://www.main-store.com.au/shop', 8, 'which holds a path'],
  [5, 'key', 'abc', 8, 'stands in the file itself (not shown)'],
  [6, 'username', '7', 13, 'a value (not shown)'],
  [7, 'prefixes', '[]', 13, 'an empty list'],
  [8, 'timezone', 'Australia/Nowhere', 13, '"Australia/Nowhere", which is no time zone'],
  [9, 'requestsPerMinute', '501', 22, 'number 501'],
  [10, 'timeoutSeconds', '0', 19, 'number 0'],
  [11, 'pageSize', '1.5', 13, 'number 1.5'],
  [13, 'name', 'West', 11, '"West", which is not a name for a secondary'],
  [14, 'url', 'http://www.west-store.com.au', 10, 'which does not begin with https://'],
  [15, 'key', '12345', 10, 'stands in the file itself (not shown)'],
  [16, 'username', '[a]', 15, 'a list'],
  [17, 'timezone', '""', 15, 'an empty text, which is no time zone'],
  [18, 'requestsPerMinute', 'many', 24, 'the text "many"'],
  [19, 'timeoutSeconds', '"40"', 21, 'the text "40"'],
  [20, 'pageSize', '0', 15, 'number 0'],
  [21, 'prefix', '{}', 13, 'an empty map'],
  [23, 'payment', '"west 1"', 16, 'which is not made of 1 to 20 characters without blanks'],
  [24, 'overpayment', '""', 20, 'an empty text'],
  [25, 'creditNote', '5', 19, 'number 5'],
  [26, 'since', '2026-02-30', 12, '"2026-02-30", which is no day of the calendar'],
  [27, 'purpose', 'book', 14, 'the text "book"'],
  [28, 'entities', '[]', 15, 'an empty list'],
  [30, 'statuses', 'New', 17, 'a text (not shown)'],
  [31, 'initialStatus', 'new', 22, 'the text "new"'],
  [32, 'finalStatus', 'Declined', 20, 'the text "Declined"'],
  [33, 'email', 'both', 14, 'the text "both"'],
  [34, 'mailTemplatesOff', 'true', 25, 'boolean true'],
  [35, 'houseEmail', 'nobody', 19, 'a text (not shown), which is no e-mail address'],
  [36, 'salesChannel', 'ABCDEFGHIJKLMNOP', 21, 'which has 16 characters'],
  [37, 'warehouse', '" Virtual"', 18, 'which begins or ends with a blank'],
  [38, 'shippingMethods', 'Express', 24, 'a text (not shown)'],
  [39, 'statusMap', '[Pack]', 18, 'a list'],
  [40, 'warehouses', '5', 19, 'a value (not shown)'],
  [41, 'surchargeSku', 'ABCDEFGHIJKLM NOPQRSTUVWXYZ', 21, 'which has 27 characters'],
  [42, 'zeroValue', 'leave', 18, 'the text "leave"'],
  [43, 'markExported', '"yes"', 21, 'the text "yes"'],
  [45, 'methods', '[]', 16, 'an empty list'],
  [46, 'lookBackDays', '0', 21, 'number 0'],
  [48, 'policy', 'merge', 15, 'the text "merge"'],
  [49, 'usernamePrefix', '_w', 23, '"_w", which is not made of'],
  [51, 'username', '"ABCDEFGHIJKLM NOPQRSTUVWXYZ"', 19, 'which has 27 characters'],
  [52, 'email', 'accounts', 16, 'which is no e-mail address'],
  [53, 'sharedEmails', 'a@b.com', 21, 'a text (not shown)'],
  [54, 'relayDomains', 'ebay.com', 21, 'a text (not shown)'],
  [55, 'accountEmail', 'none', 21, 'the text "none"'],
  [56, 'scope', 'some', 14, 'the text "some"'],
  [58, 'policy', 'none', 15, 'the text "none"'],
  [59, 'skuPrefix', '""', 18, 'an empty text'],
  [60, 'map', 'true', 12, 'boolean true'],
  [61, 'placeholderSku', '5', 23, 'number 5'],
  [62, 'sameSkuOtherName', 'stop', 25, 'the text "stop"'],
  [63, 'pseudoSkus', 'NOTE', 19, 'a text (not shown)'],
  [64, 'scope', 'ALL', 14, 'the text "ALL"'],
  [66, 'lockDate', '30.6.2026', 13, '"30.6.2026", which is no day of the calendar'],
  [67, 'tolerance', '-1', 14, 'number -1, which is less than zero'],
  [69, 'batchSizes', '[]', 15, 'an empty list'],
  [70, 'settleAfterSeconds', '1.5', 23, 'number 1.5'],
  [71, 'overlapSeconds', '-1', 19, 'number -1'],
  [73, 'skus', 'ignore', 9, 'the text "ignore"'],
  [74, 'numbers', 'true', 12, 'boolean true'],
  [75, 'negativeTotals', 'Hold', 19, 'the text "Hold"'],
  [76, 'dueDates', '0', 13, 'number 0'],
  [77, 'contacts', '[warn]', 13, 'a list'],
  [78, 'currency', 'AUD', 13, 'the text "AUD"'],
  [79, 'schedule', 'hourly', 11, '"hourly", which has not five fields'],
  [81, 'webhook', 'hooks', 12, 'which is no web address'],
];

describe('every key of the pipeline file wrong in turn is refused with file, line, column, what was found and what was expected', () => {
  test.each(cases)('line %i: %s: %s', async (line, key, wrong, column, found) => {
    const lines = full.split('\n');
    const before = lines[line - 1] ?? '';
    expect(before).toMatch(new RegExp(`^[ -]*${key}: `));
    lines[line - 1] = `${before.slice(0, before.indexOf(':'))}: ${wrong}`;
    const { code, problems } = await refused(lines.join('\n'));
    expect(code).toBe('config-invalid');
    const own = problems.filter((problem) => problem.startsWith(`${line}:${column}: `));
    expect(own, problems.join('\n')).toHaveLength(1);
    expect(own[0]).toContain(found);
    expect(own[0]).toMatch(/; expected .+; .+/);
  });

  test('the table has every documented key', () => {
    const all = documentedKeys().map((key) => key.path);
    const leaves = all.filter(
      (path) => !all.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[]`)),
    );
    expect(cases).toHaveLength(leaves.length);
  });

  test('the sample itself is right', async () => {
    expect((await read(full)).secondaries[0]?.orders.warehouse).toBe('Virtual');
  });
});
