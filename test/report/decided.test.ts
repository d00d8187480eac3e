import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

/** The text of a part of the page. */
function part(page: string, id: string): string {
  const section = new RegExp(`<section id="${id}">.*?</section>`, 's').exec(page)?.[0] ?? '';
  return section
    .replaceAll(/<\/t[dh]>/g, '\t')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ');
}

const orders = [
  orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }),
  orderSeed({ OrderID: 'N101' }),
  orderSeed({ OrderID: 'N102', GrandTotal: '13.64' }),
  orderSeed({ OrderID: 'N103', GrandTotal: '14.64' }),
];

test('what was accepted or dropped is told as decided, with day and reason, and money is what the primary holds', () =>
  withHands({ orders }, async ({ run, command, home, main }) => {
    await run();
    await command('quarantine', 'accept', '<pipeline>', 'N100', '--reason', 'rounded at the till');
    await command('quarantine', 'drop', '<pipeline>', 'N102', '--reason', 'a test of ours');
    await run();
    expect(main.order('S100')).toMatchObject({ GrandTotal: '11.00' });
    const { code } = await command('report', '<pipeline>', '--out', 'report.html', '--reconcile');
    // All of it is explained, and one waits for a decision.
    expect(code).toBe(3);
    const page = readFileSync(join(home, 'report.html'), 'utf8');
    const differences = part(page, 'differences');
    expect(differences).toMatch(/Decided by you on \d+ \w{3} \d{4}: -0\.64: rounded at the till\./);
    expect(differences).toMatch(/Decided by you on \d+ \w{3} \d{4}: a test of ours\./);
    expect(differences).toContain('It is in quarantine');
    expect(differences).toMatch(/Differences between the stores Adds up, but for what waits for you /);
    expect(differences).toContain('1 difference is of what is in quarantine.');
    // 22.00 and not 22.64: one of 11.64 was copied as 11.00.
    expect(part(page, 'money')).toMatch(/west 2 22\.00 – – 22\.00 /);
    const decided = part(page, 'decided');
    expect(decided).toMatch(/Dropped: 1 order \(13\.64\)/);
    expect(decided).toMatch(
      /west order N102\S* ?(\(S102\) )?left out: a test of ours 13\.64 \d+ \w{3} \d{4}, \d\d:\d\d \S+ time \S+@\S+/,
    );
    expect(decided).toMatch(
      /west order N100 \(S100\) taken as right: -0\.64: rounded at the till 11\.64 .* time \S+@\S+/,
    );
    // Each amount is named by its side: the books' beside what their own store has.
    expect(part(page, 'money')).toContain('total in the primary');
    expect(part(page, 'gst')).toContain('total in west GST there');
  }));
