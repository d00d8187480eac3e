import { describe, expect, test } from 'vitest';
import { closest } from '../../src/config/problems.ts';
import { least, refused, replaced } from './sample.ts';

describe('a key that is not known', () => {
  test.each([
    ['ledger', 'primary:', 'ledgre: a.db\nprimary:', '2:1'],
    ['timezone', '  timezone: Australia/Sydney', '  time_zone: Australia/Sydney', '6:3'],
    ['purpose', 'purpose', 'purpos', '14:5'],
    ['key', '    key: ', '    apiKey: ', '10:5'],
    ['since', 'since', 'Since', '13:5'],
    ['warehouse', 'warehouse:', 'warehose:', '15:15'],
    ['policy', 'policy: house', 'polciy: house', '16:18'],
  ])('%s mistyped', async (meant, from, to, place) => {
    const { code, problems } = await refused(replaced(least, from, to));
    expect(code).toBe('config-invalid');
    // The key that is missing through it is not told a second time.
    expect(problems.filter((problem) => problem.includes('is not a key of'))).toHaveLength(1);
    expect(problems.join('\n')).not.toContain(`${meant}" is missing;`);
    expect(problems.join('\n')).toMatch(
      new RegExp(`${place}: "\\w+" is not a key of .+; expected one of .+; did you mean "${meant}"\\?`),
    );
  });

  test('that is like no other is to be taken away', async () => {
    const { problems } = await refused(`${least}zebra: 1\n`);
    expect(problems).toEqual([
      '18:1: "zebra" is not a key of the file; expected one of name, ledger, primary, secondaries, accounting, guards, load, xero, schedule, onProblem, quarantine; take it away',
    ]);
  });

  test('a key of the right name in the wrong group', async () => {
    const { problems } = await refused(replaced(least, 'purpose: books', 'purpose: books\n    warehouse: Virtual'));
    expect(problems).toEqual([expect.stringContaining('15:5: "warehouse" is not a key of "secondaries[0]"')]);
  });

  test('nearness', () => {
    expect(closest('statuse', ['orders', 'statuses'])).toBe('statuses');
    expect(closest('x', ['key', 'url'])).toBeUndefined();
    expect(closest('', ['key', 'url'])).toBeUndefined();
  });
});

describe('a group that is none', () => {
  const groups = ['primary', 'secondaries', 'accounting', 'load', 'onProblem'];
  test.each(groups)('%s', async (name) => {
    const lines = least.split('\n');
    const start = lines.findIndex((line) => line.startsWith(`${name}:`));
    const end = lines.findIndex((line, index) => index > start && /^\w/.test(line));
    const kept = start < 0 ? lines : [...lines.slice(0, start), ...(end < 0 ? [] : lines.slice(end))];
    for (const wrong of ['secretsecret', '5', '[]', 'null']) {
      const { problems } = await refused(`${kept.join('\n')}\n${name}: ${wrong}\n`);
      expect(problems.join('\n')).toMatch(new RegExp(`\\d+:\\d+: "${name}" is .+; expected a (group|list) of .+; .+`));
      expect(problems.join('\n')).not.toContain('secretsecret');
    }
  });

  test.each(['references', 'orders', 'payments', 'customers', 'products'])('secondaries[0].%s', async (name) => {
    const cleared = least.replace(new RegExp(`\\n {4}${name}: .+`), '');
    const { problems } = await refused(cleared.replace('purpose: books', `purpose: books\n    ${name}: secretsecret`));
    expect(problems.join('\n')).toMatch(
      new RegExp(`15:\\d+: "secondaries\\[0\\]\\.${name}" is a text \\(not shown\\); expected a group of .+; .+`),
    );
    expect(problems.join('\n')).not.toContain('secretsecret');
  });

  test('a secondary', async () => {
    const { problems } = await refused(`${least}  - secretsecret\n`);
    expect(problems.join('\n')).toMatch(/18:5: "secondaries\[1\]" is a text \(not shown\); expected .+; .+/);
  });
});

describe('so many of them that it is another file', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, place) => `zebra${place}: 1`).join('\n');

  test('are told as the first fifty and a number', async () => {
    const { code, problems } = await refused(`${least}${keys(5000)}\n`);
    expect(code).toBe('config-invalid');
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toMatch(/^68:1: 4950 more keys of the file are not known either;/);
  });

  test('or in one sentence, without going through them all again for each', async () => {
    const begun = process.cpuUsage();
    const { code, problems } = await refused(`${least}${keys(60_000)}\n`);
    expect([code, problems]).toEqual(['config-unreadable', [expect.stringContaining('the file is too large')]]);
    // Microseconds of the processor, however busy the machine is.
    expect(process.cpuUsage(begun).user).toBeLessThan(6_000_000);
  });
});
