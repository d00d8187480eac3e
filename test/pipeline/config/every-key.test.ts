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
  [12, 'format', 'JSON', 11, 'the text "JSON"'],
  [14, 'name', 'West', 11, '"West", which is not a name for a secondary'],
  [15, 'url', 'http://www.west-store.com.au', 10, 'which does not begin with https://'],
  [16, 'key', '12345', 10, 'stands in the file itself (not shown)'],
  [17, 'username', '[a]', 15, 'a list'],
  [18, 'timezone', '""', 15, 'an empty text, which is no time zone'],
  [19, 'requestsPerMinute', 'many', 24, 'the text "many"'],
  [20, 'timeoutSeconds', '"40"', 21, 'the text "40"'],
  [21, 'pageSize', '0', 15, 'number 0'],
  [22, 'format', 'csv', 13, 'the text "csv"'],
  [24, 'files', '5', 14, 'number 5'],
  [25, 'moveTo', '""', 15, 'an empty text'],
  [26, 'columns', '[a]', 16, 'a list'],
  [27, 'password', '5', 17, 'a value (not shown)'],
  [28, 'hostKey', 'abc', 16, 'which is no SHA-256 fingerprint'],
  [29, 'prefix', '{}', 13, 'an empty map'],
  [31, 'payment', '"west 1"', 16, 'which is not made of 1 to 20 characters without blanks'],
  [32, 'overpayment', '""', 20, 'an empty text'],
  [33, 'creditNote', '5', 19, 'number 5'],
  [34, 'since', '2026-02-30', 12, '"2026-02-30", which is no day of the calendar'],
  [35, 'purpose', 'book', 14, 'the text "book"'],
  [36, 'entities', '[]', 15, 'an empty list'],
  [38, 'statuses', 'New', 17, 'a text (not shown)'],
  [39, 'initialStatus', 'new', 22, 'the text "new"'],
  [40, 'finalStatus', 'Declined', 20, 'the text "Declined"'],
  [41, 'email', 'both', 14, 'the text "both"'],
  [42, 'mailTemplatesOff', 'true', 25, 'boolean true'],
  [43, 'houseEmail', 'nobody', 19, 'a text (not shown), which is no e-mail address'],
  [44, 'salesChannel', 'ABCDEFGHIJKLMNOP', 21, 'which has 16 characters'],
  [45, 'warehouse', '" Virtual"', 18, 'which begins or ends with a blank'],
  [46, 'shippingMethods', 'Express', 24, 'a text (not shown)'],
  [47, 'statusMap', '[Pack]', 18, 'a list'],
  [48, 'warehouses', '5', 19, 'a value (not shown)'],
  [49, 'surchargeSku', 'ABCDEFGHIJKLM NOPQRSTUVWXYZ', 21, 'which has 27 characters'],
  [50, 'zeroValue', 'leave', 18, 'the text "leave"'],
  [51, 'markExported', '"yes"', 21, 'the text "yes"'],
  [53, 'methods', '[]', 16, 'an empty list'],
  [54, 'lookBackDays', '0', 21, 'number 0'],
  [55, 'allowSpendableCredit', 'maybe', 29, 'the text "maybe"'],
  [57, 'policy', 'merge', 15, 'the text "merge"'],
  [58, 'usernamePrefix', '_w', 23, '"_w", which is not made of'],
  [60, 'username', '"ABCDEFGHIJKLM NOPQRSTUVWXYZ"', 19, 'which has 27 characters'],
  [61, 'email', 'accounts', 16, 'which is no e-mail address'],
  [62, 'sharedEmails', 'a@b.com', 21, 'a text (not shown)'],
  [63, 'relayDomains', 'ebay.com', 21, 'a text (not shown)'],
  [64, 'accountEmail', 'none', 21, 'the text "none"'],
  [65, 'scope', 'some', 14, 'the text "some"'],
  [67, 'policy', 'none', 15, 'the text "none"'],
  [68, 'skuPrefix', '""', 18, 'an empty text'],
  [69, 'map', 'true', 12, 'boolean true'],
  [70, 'placeholderSku', '5', 23, 'number 5'],
  [71, 'sameSkuOtherName', 'stop', 25, 'the text "stop"'],
  [72, 'services', 'GIFT', 17, 'a text (not shown)'],
  [73, 'pseudoSkus', 'NOTE', 19, 'a text (not shown)'],
  [74, 'scope', 'ALL', 14, 'the text "ALL"'],
  [76, 'staff', '""', 14, 'an empty text'],
  [77, 'warehouse', '5', 18, 'number 5'],
  [78, 'waitDays', '-1', 17, 'number -1'],
  [79, 'allowSpendableCredit', '"no"', 29, 'the text "no"'],
  [80, 'taxCode', 'LONGER THAN 8', 16, 'which has 13 characters'],
  [81, 'freeTaxCode', '[]', 20, 'an empty list'],
  [83, 'lockDate', '30.6.2026', 13, '"30.6.2026", which is no day of the calendar'],
  [84, 'beforeLockDate', 'skip', 19, 'the text "skip"'],
  [85, 'tolerance', '-1', 14, 'number -1, which is less than zero'],
  [86, 'gstRounding', 'ignore', 16, 'text "ignore"'],
  [88, 'batchSizes', '[]', 15, 'an empty list'],
  [89, 'settleAfterSeconds', '1.5', 23, 'number 1.5'],
  [90, 'overlapSeconds', '-1', 19, 'number -1'],
  [91, 'clockToleranceSeconds', '0', 26, 'number 0'],
  [92, 'sweepDays', '91', 14, 'number 91'],
  [94, 'skus', 'ignore', 9, 'the text "ignore"'],
  [95, 'numbers', 'true', 12, 'boolean true'],
  [96, 'negativeTotals', 'Hold', 19, 'the text "Hold"'],
  [97, 'dueDates', '0', 13, 'number 0'],
  [98, 'contacts', '[warn]', 13, 'a list'],
  [99, 'currency', 'AUD', 13, 'the text "AUD"'],
  [100, 'schedule', 'hourly', 11, '"hourly", which has not five fields'],
  [102, 'webhook', 'hooks', 12, 'which is no web address'],
  [103, 'format', 'Slack', 11, 'the text "Slack"'],
  [104, 'quietRuns', '-1', 14, 'number -1'],
  [106, 'purgeAfterDays', '0', 19, 'number 0'],
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
