import { describe, expect, test } from 'vitest';
import { documentedKeys } from '../../src/config/describe.ts';
import { full, fullByParts, read, refused } from './sample.ts';

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
  [29, 'fillDown', '"yes"', 17, 'the text "yes"'],
  [30, 'prefix', '{}', 13, 'an empty map'],
  [32, 'payment', '"west 1"', 16, 'which is not made of 1 to 20 characters without blanks'],
  [33, 'overpayment', '""', 20, 'an empty text'],
  [34, 'creditNote', '5', 19, 'number 5'],
  [35, 'since', '2026-02-30', 12, '"2026-02-30", which is no day of the calendar'],
  [36, 'purpose', 'book', 14, 'the text "book"'],
  [37, 'entities', '[]', 15, 'an empty list'],
  [39, 'statuses', 'New', 17, 'a text (not shown)'],
  [40, 'initialStatus', 'new', 22, 'the text "new"'],
  [41, 'finalStatus', 'Declined', 20, 'the text "Declined"'],
  [42, 'email', 'both', 14, 'the text "both"'],
  [43, 'mailTemplatesOff', 'true', 25, 'boolean true'],
  [44, 'houseEmail', 'nobody', 19, 'a text (not shown), which is no e-mail address'],
  [45, 'salesChannel', 'ABCDEFGHIJKLMNOP', 21, 'which has 16 characters'],
  [46, 'warehouse', '" Virtual"', 18, 'which begins or ends with a blank'],
  [47, 'shippingMethods', 'Express', 24, 'a text (not shown)'],
  [48, 'statusMap', '[Pack]', 18, 'a list'],
  [49, 'warehouses', '5', 19, 'a value (not shown)'],
  [50, 'surchargeSku', 'ABCDEFGHIJKLM NOPQRSTUVWXYZ', 21, 'which has 27 characters'],
  [51, 'zeroValue', 'leave', 18, 'the text "leave"'],
  [52, 'markExported', '"yes"', 21, 'the text "yes"'],
  [53, 'dueDate', 'net14', 16, 'the text "net14"'],
  [54, 'paymentTerms', '[Net 14]', 21, 'a list'],
  [56, 'methods', '[]', 16, 'an empty list'],
  [57, 'lookBackDays', '0', 21, 'number 0'],
  [58, 'allowSpendableCredit', 'maybe', 29, 'the text "maybe"'],
  [60, 'policy', 'merge', 15, 'the text "merge"'],
  [61, 'usernamePrefix', '_w', 23, '"_w", which is not made of'],
  [63, 'username', '"ABCDEFGHIJKLM NOPQRSTUVWXYZ"', 19, 'which has 27 characters'],
  [64, 'email', 'accounts', 16, 'which is no e-mail address'],
  [65, 'sharedEmails', 'a@b.com', 21, 'a text (not shown)'],
  [66, 'relayDomains', 'ebay.com', 21, 'a text (not shown)'],
  [67, 'accountEmail', 'none', 21, 'the text "none"'],
  [68, 'scope', 'some', 14, 'the text "some"'],
  [70, 'policy', 'none', 15, 'the text "none"'],
  [71, 'skuPrefix', '""', 18, 'an empty text'],
  [72, 'map', 'true', 12, 'boolean true'],
  [73, 'placeholderSku', '5', 23, 'number 5'],
  [74, 'sameSkuOtherName', 'stop', 25, 'the text "stop"'],
  [75, 'services', 'GIFT', 17, 'a text (not shown)'],
  [76, 'pseudoSkus', 'NOTE', 19, 'a text (not shown)'],
  [77, 'scope', 'ALL', 14, 'the text "ALL"'],
  [79, 'staff', '""', 14, 'an empty text'],
  [80, 'warehouse', '5', 18, 'number 5'],
  [81, 'waitDays', '-1', 17, 'number -1'],
  [82, 'allowSpendableCredit', '"no"', 29, 'the text "no"'],
  [83, 'taxCode', 'LONGER THAN 8', 16, 'which has 13 characters'],
  [84, 'freeTaxCode', '[]', 20, 'an empty list'],
  [86, 'lockDate', '30.6.2026', 13, '"30.6.2026", which is no day of the calendar'],
  [87, 'beforeLockDate', 'skip', 19, 'the text "skip"'],
  [88, 'tolerance', '-1', 14, 'number -1, which is less than zero'],
  [89, 'gstRounding', 'ignore', 16, 'text "ignore"'],
  [91, 'batchSizes', '[]', 15, 'an empty list'],
  [92, 'settleAfterSeconds', '1.5', 23, 'number 1.5'],
  [93, 'overlapSeconds', '-1', 19, 'number -1'],
  [94, 'clockToleranceSeconds', '0', 26, 'number 0'],
  [95, 'sweepDays', '91', 14, 'number 91'],
  [97, 'passing', '[""]', 15, 'an empty text'],
  [98, 'lasting', 'invalid', 14, 'a text (not shown)'],
  [100, 'skus', 'ignore', 9, 'the text "ignore"'],
  [101, 'numbers', 'true', 12, 'boolean true'],
  [102, 'negativeTotals', 'Hold', 19, 'the text "Hold"'],
  [103, 'dueDates', '0', 13, 'number 0'],
  [104, 'contacts', '[warn]', 13, 'a list'],
  [105, 'currency', 'AUD', 13, 'the text "AUD"'],
  [106, 'schedule', 'hourly', 11, '"hourly", which has not five fields'],
  [108, 'webhook', 'hooks', 12, 'which is no web address'],
  [109, 'format', 'Slack', 11, 'the text "Slack"'],
  [111, 'to', '[a@b]', 10, 'a text (not shown), which is no e-mail address'],
  [112, 'from', '"a@b.com\\nBcc: c@d.com"', 11, 'a text (not shown), which is no e-mail address'],
  [113, 'smtp', 'smtps://a:b@smtp.example.com', 11, 'stands in the file itself (not shown)'],
  [114, 'quietRuns', '-1', 14, 'number -1'],
  [115, 'remindDays', '366', 15, 'number 366'],
  [116, 'digest', 'daily', 11, 'the text "daily"'],
  [117, 'digestDay', 'Monday', 14, 'the text "Monday"'],
  [118, 'digestHour', '24', 15, 'number 24'],
  [119, 'page', 'https://books.example.com/?token=abc', 9, 'which holds a query'],
  [121, 'purgeAfterDays', '0', 19, 'number 0'],
  [123, 'clientId', 'abc', 13, 'stands in the file itself (not shown)'],
  [124, 'clientSecret', 'abc', 17, 'stands in the file itself (not shown)'],
  [125, 'tokenFile', '5', 14, 'number 5'],
  [126, 'organisation', 'Example', 17, '"Example", which is no id of an organisation'],
  [127, 'scopes', '[accounting.invoices]', 12, 'which lets an app write'],
  [128, 'invoices', 'daily', 13, 'the text "daily"'],
  [129, 'invoicePrefix', '"N B"', 18, 'which holds a blank'],
  [130, 'creditNotePrefix', '"R,"', 21, 'which holds a blank, a comma'],
  [131, 'accounts', '[611]', 13, 'a list'],
  [132, 'usualDelayHours', '0', 20, 'number 0'],
  [133, 'requestsPerMinute', '61', 22, 'number 61'],
  [134, 'timeoutSeconds', '0', 19, 'number 0'],
  [135, 'url', 'https://api.example.com', 8, 'which is not on this machine'],
  [136, 'identityUrl', 'https://identity.xero.com.example.com', 16, 'which is not on this machine'],
];

/** Of the sample that names the mail server by its parts. */
const casesByParts: typeof cases = [
  [113, 'host', 'smtp://smtp.example.com', 11, 'which is no name of a host'],
  [114, 'port', '0', 11, 'number 0'],
  [115, 'secure', 'none', 13, 'in the clear'],
  [116, 'username', '""', 15, 'which is empty'],
  [117, 'password', 'abc', 15, 'stands in the file itself (not shown)'],
];
const allCases = [
  ...cases.map((one) => [...one, full] as const),
  ...casesByParts.map((one) => [...one, fullByParts] as const),
];

describe('every key of the pipeline file wrong in turn is refused with file, line, column, what was found and what was expected', () => {
  test.each(allCases)('line %i: %s: %s', async (line, key, wrong, column, found, sample) => {
    const lines = sample.split('\n');
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
    expect(allCases).toHaveLength(leaves.length);
  });

  test('the sample itself is right', async () => {
    expect((await read(full)).secondaries[0]?.orders.warehouse).toBe('Virtual');
  });
});
