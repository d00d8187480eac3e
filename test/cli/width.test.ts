import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';
import { table } from '../../src/cli/text/table.ts';
import { wrapText } from '../../src/cli/text/wrap.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';

/** Lines that are too long, but for commands, which are to be copied as they stand, and single words. */
function tooLong(text: string, width: number): string[] {
  return text
    .split('\n')
    .filter((line) => line.length > width && !line.includes('neto-consolidator ') && /\S\s+\S/.test(line.trim()));
}

/** Every number that is in it, in order. */
const numbers = (text: string) => text.match(/\d[\d,.:-]*\d|\d/g) ?? [];

test('a folder that has the name of the command is broken like any other text, and a command is not', () => {
  const path = '/home/ann/.local/state/neto-consolidator';
  const text = `The ledger /srv/shop/au-stores.db was used with the state home ${path} until now, and this is another one. Look: neto-consolidator doctor pipelines/au-stores.yaml --moved --reason "it was moved to a new machine"`;
  const lines = wrapText(text, 80).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([
    '  neto-consolidator doctor pipelines/au-stores.yaml --moved --reason "it was moved to a new machine"',
  ]);
  expect(lines.join(' ')).toContain(`${path} until now`);
});

describe('at a terminal of 80 columns', () => {
  let demo: SmallDemo;
  beforeAll(async () => {
    demo = await startSmallDemo(60);
    await demo.program(['run', PIPELINE, '--yes']);
  });
  afterAll(() => demo.close());

  test.each([
    ['plan', [PIPELINE]],
    ['run', [PIPELINE]],
    ['status', [PIPELINE]],
    ['quarantine', ['list', PIPELINE]],
    ['quarantine', ['show', PIPELINE, 'N1036']],
    ['trace', ['N1001', PIPELINE, '--store', 'west']],
    ['reconcile', [PIPELINE]],
    ['check', [PIPELINE]],
    ['doctor', [PIPELINE]],
    ['run', ['--help']],
    ['backfill', ['--help']],
    ['fake-store', ['--help']],
    ['run', ['pipelines/none.yaml']],
  ])('no line of `%s %j` is longer, and no number is torn or lost', async (command, words) => {
    const fitting = await demo.program([command, ...words], { COLUMNS: '80' });
    const text = fitting.stdout || fitting.stderr;
    expect(text.length).toBeGreaterThan(80);
    expect(tooLong(text, 80)).toEqual([]);
    // These read the clock, or do something each time.
    if (['run', 'plan', 'check'].includes(command)) return;
    const whole = await demo.program([command, ...words]);
    expect(numbers(text).toSorted()).toEqual(numbers(whole.stdout || whole.stderr).toSorted());
  });

  test('no line of any help page is longer, examples included', async () => {
    const names = everyCommand(await programForHelp()).map(({ name }) => name.split(' ').slice(1));
    expect(names.length).toBeGreaterThan(20);
    for (const words of names) {
      const { stdout, stderr } = await demo.program([...words, '--help'], { COLUMNS: '80' });
      const long = `${stdout}${stderr}`.split('\n').filter((line) => line.length > 80);
      expect({ words, long }).toEqual({ words, long: [] });
      // A shell takes a command as ended where its line break is not behind the mark that it goes on.
      expect(stdout).not.toMatch(/^\s*\\$/m);
    }
  });

  test('JSON is never broken into other lines', async () => {
    const { stdout } = await demo.program(['status', PIPELINE, '--output', 'json'], { COLUMNS: '80' });
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });
});

describe('text that does not fit', () => {
  test('is broken between words, under its value or its margin; a command keeps a line of its own', () => {
    const text = [
      '  what to do  compare the order with the predictions in the detail, then retry it',
      '    - The amount of payment 2 of N2 is 1,211.00 in west, but 10.00 on W2 in the primary.',
      '  take as right  neto-consolidator quarantine accept pipelines/au-stores.yaml N1 --store west',
    ];
    expect(wrapText(text.join('\n'), 60).split('\n')).toEqual([
      '  what to do  compare the order with the predictions in the',
      '              detail, then retry it',
      '    - The amount of payment 2 of N2 is 1,211.00 in west, but',
      '      10.00 on W2 in the primary.',
      '  take as right',
      '    neto-consolidator quarantine accept pipelines/au-stores.yaml N1 --store west',
    ]);
  });

  test('stays whole where no terminal shows it', () => {
    const line = 'word '.repeat(60).trim();
    expect(wrapText(line, undefined)).toBe(line);
  });

  const right = (title: string) => ({ title, align: 'right' }) as const;
  test('of a table has its titles on two lines, or its last column broken', () => {
    const wide = table(
      [{ title: 'store' }, right('amount copied'), right('left out'), { title: 'which' }],
      [
        ['west', '1,029.60', '12.00', 'N1 (1.00), N2 (2.00), N3 (3.00)'],
        ['south', '7.00', '0.00', 'N4 (4.00)'],
      ],
    );
    expect(wrapText(wide, 50).split('\n')).toEqual([
      '         amount   left',
      'store    copied    out  which',
      '-----  --------  -----  --------------------------',
      'west   1,029.60  12.00  N1 (1.00), N2 (2.00),',
      '                        N3 (3.00)',
      'south      7.00   0.00  N4 (4.00)',
    ]);
  });

  test('of a table leaves out columns of nothing but 0 before it is told row by row, and says which', () => {
    const columns = ['store', 'read', 'changed', 'open', 'amount'].map(right);
    const wide = table(columns, [
      ['west', '1,234,567', '0', '0', '1,234,567.00'],
      ['south', '0', '0', '0', '7.00'],
    ]);
    expect(wrapText(wide, 42).split('\n')).toEqual([
      'store       read        amount',
      '-----  ---------  ------------',
      ' west  1,234,567  1,234,567.00',
      'south          0          7.00',
      '0 in each row: changed, open.',
    ]);
  });

  test('of a table that can not be made narrow is told row by row', () => {
    const columns = ['store', 'one', 'two', 'three', 'four'].map(right);
    const wide = table(columns, [['west', '1,234,567.00', '1,234,568.00', '1,234,569.00', '1,234,570.00']]);
    expect(wrapText(wide, 40).split('\n')).toEqual([
      'west',
      '  one    1,234,567.00',
      '  two    1,234,568.00',
      '  three  1,234,569.00',
      '  four   1,234,570.00',
    ]);
  });
});
