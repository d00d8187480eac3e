import { describe, expect, test } from 'vitest';
import { full, least, read, refused, replaced } from './sample.ts';

async function only(text: string): Promise<string> {
  const { code, problems } = await refused(text);
  expect(code).toBe('config-invalid');
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
}

const zone = (name: string) => replaced(least, 'Australia/Perth', JSON.stringify(name));
const schedule = (line: string) => `${least}schedule: ${JSON.stringify(line)}\n`;
const far = `${new Date().getUTCFullYear() + 3}-07-01`;

describe('time zones', () => {
  test.each(['+10:00', 'EST', 'AEST', 'Perth', 'Australia/Atlantis', '2026-07-01T00:00+08:00[Australia/Perth]', ''])(
    '%j is refused',
    async (name) => {
      expect(await only(zone(name))).toMatch(
        /^11:15: .+, which is no time zone; expected a time zone by its IANA name/,
      );
    },
  );

  test.each(['Australia/Lord_Howe', 'America/Argentina/Buenos_Aires', 'Etc/GMT+10', 'UTC'])(
    '%s is accepted',
    async (name) => {
      expect((await read(zone(name))).secondaries[0]?.timezone).toBe(name);
    },
  );
});

describe('the schedule', () => {
  test.each([
    ['2026-07-01T00:00:00', 'which has not five fields'],
    ['@daily', 'which has not five fields'],
    ['0 */15 * * * *', 'which has not five fields'],
    ['0 0 0 1 1 * 2030', 'which has not five fields'],
    ['', 'which has not five fields'],
    ['61 * * * *', 'which is no cron line'],
    ['*/0 * * * *', 'which is no cron line'],
    ['5-1 * * * *', 'which is no cron line'],
    ['0 0 L * *', 'which is no cron line'],
    ['0 0 ? * *', 'which is no cron line'],
    ['0 0 * * MON#1', 'which is no cron line'],
    ['a b c d e', 'which is no cron line'],
    ['0 0 31 2 *', 'which names a time that never comes'],
  ])('%j is refused', async (line, found) => {
    const message = await only(schedule(line));
    expect(message).toMatch(
      /^18:11: "schedule" is .+; expected a cron line of five fields, such as "\*\/15 \* \* \* \*"/,
    );
    expect(message).toContain(found);
  });

  test.each(['*/15 * * * *', '0 6-18 * * MON-FRI', '5,35 * 1 jan,jul *', '0 0 * * 7'])(
    '%j is accepted',
    async (line) => {
      expect((await read(schedule(line))).schedule).toBe(line);
    },
  );
});

describe('dates', () => {
  test('a since far ahead is a wrong year', async () => {
    expect(await only(replaced(least, '2026-07-01', far))).toBe(
      `13:12: "${far}" is more than a year ahead, so that nothing would be copied for so long; expected a day in the past or soon; correct the year`,
    );
  });

  test('so is a lock date', async () => {
    expect(await only(replaced(full, '2026-06-30', far))).toMatch(/^86:13: .+ is more than a year ahead/);
  });

  test('a lock date after since is what the books come to in time', async () => {
    expect((await read(replaced(full, 'lockDate: 2026-06-30', 'lockDate: 2026-09-30'))).accounting.lockDate).toBe(
      '2026-09-30',
    );
  });
});

describe('keys that other keys ask for', () => {
  test.each([
    ['orders.warehouse', least, '{ warehouse: Virtual }', '{ salesChannel: West }', 'although purpose is books'],
    ['orders.mailTemplatesOff', least, 'Virtual }', 'Virtual, email: shopper }', 'although orders.email is shopper'],
    ['customers.house', least, /policy: house, .+ \} \}/, 'policy: house }', 'although customers.policy is house'],
    [
      'orders.houseEmail',
      least,
      /policy: house, .+ \} \}/,
      'policy: match }',
      'although orders.email is house and customers.policy is not',
    ],
    ['products.skuPrefix', least, 'policy: placeholder', 'policy: prefix', 'although products.policy is prefix'],
    ['products.map', least, 'policy: placeholder', 'policy: map', 'although products.policy is map'],
    ['rma', least, 'purpose: books', 'purpose: books\n    entities: [orders, rmas]', 'although entities has rmas'],
  ])('%s', async (key, text, from, to, why) => {
    const message = await only(text.replace(from, to));
    expect(message).toMatch(
      /^(8|1\d):5: "secondaries\[0\]\..+" is missing although .+; expected .+; add it, for example .+/,
    );
    expect(message).toContain(`"secondaries[0].${key}" is missing ${why}`);
  });
});

describe('keys that do not go together', () => {
  test.each(['payments', 'rmas'])('%s without orders', async (name) => {
    const rma = 'rma: { staff: anna, warehouse: Virtual }';
    const message = await only(
      replaced(least, 'purpose: books', `purpose: books\n    entities: [products, ${name}]\n    ${rma}`),
    );
    expect(message).toBe(
      `15:26: "entities" of west has ${name}, but not orders, which they belong to; expected orders too; add orders`,
    );
  });

  test.each(['New', 'Pick', 'Cancelled'])('books with the final status %s', async (status) => {
    const message = await only(replaced(least, 'Virtual }', `Virtual, finalStatus: ${status} }`));
    expect(message).toMatch(
      /^15:48: "finalStatus" of west is ".+" although purpose is books, .+; expected Dispatched; take/,
    );
    const fulfil = replaced(replaced(least, 'Virtual }', `Virtual, finalStatus: ${status} }`), 'books', 'fulfil');
    expect((await read(fulfil)).secondaries[0]?.orders.finalStatus).toBe(status);
  });

  test.each(['Dispatched', 'Cancelled'])('a copy is never added as %s', async (status) => {
    expect(await only(replaced(least, 'Virtual }', `Virtual, initialStatus: ${status} }`))).toMatch(
      /^15:50: .+initialStatus/,
    );
  });

  test.each(['Pick', 'Pack', 'Pending Pickup', 'Pending Dispatch', 'Backorder Approved'])(
    'books with the first status %s',
    async (status) => {
      const changed = replaced(least, 'Virtual }', `Virtual, initialStatus: ${status} }`);
      expect(await only(changed)).toMatch(/^15:50: "initialStatus" of west .+ would enter a work queue; expected New/);
      expect((await read(replaced(changed, 'books', 'fulfil'))).secondaries[0]?.orders.initialStatus).toBe(status);
    },
  );

  test('a settling time of less than two time-outs', async () => {
    expect(await only(`${least}load: { settleAfterSeconds: 119 }\n`)).toBe(
      `18:29: "load.settleAfterSeconds" is 119, and the primary's "timeoutSeconds" is 60; expected at least twice as much (120), or a late write could be doubled; raise it or lower the time-out`,
    );
  });

  test.each([
    ['statuses', 'orders: { warehouse: Virtual }', 'orders: { warehouse: Virtual, statuses: [New, New] }'],
    ['entities', 'purpose: books', 'purpose: books\n    entities: [orders, orders]'],
  ])('%s with one entry twice', async (_, from, to) => {
    expect(await only(replaced(least, from, to))).toContain('which is in the list twice');
  });

  test.each([
    ['product', 'the text "product"'],
    ['Orders', 'the text "Orders"'],
    ['""', 'an empty text'],
    ['constructor', 'the text "constructor"'],
  ])('the entity %s, with one entry twice: what it is, once, in the program’s own words', async (name, found) => {
    const changed = replaced(least, 'purpose: books', `purpose: books\n    entities: [orders, orders, ${name}]`);
    expect(await only(changed)).toBe(
      `15:32: "secondaries[0].entities[2]" is ${found}; expected one of products, customers, orders, payments, rmas; correct it`,
    );
  });
});

describe('due dates', () => {
  const orders = (keys: string) => replaced(least, '{ warehouse: Virtual }', `{ warehouse: Virtual, ${keys} }`);

  test.each([
    ['dueDate: source', 'source'],
    ['dueDate: invoice-date', 'invoice-date'],
    ['dueDate: { days: 14 }', { days: 14 }],
    ['dueDate: { days: 0 }', { days: 0 }],
    ['dueDate: terms, paymentTerms: { "Net 14": 14, "": 0 }', 'terms'],
  ])('%s', async (keys, meant) => {
    expect((await read(orders(keys))).secondaries[0]?.orders.dueDate).toEqual(meant);
  });

  test('days on a line of its own', async () => {
    const text = replaced(
      least,
      'orders: { warehouse: Virtual }',
      'orders:\n      warehouse: Virtual\n      dueDate:\n        days: 14',
    );
    expect((await read(text)).secondaries[0]?.orders.dueDate).toEqual({ days: 14 });
  });

  test.each([
    [
      'dueDate: net',
      /^15:44: "secondaries\[0\].orders.dueDate" is the text "net"; expected source, terms, invoice-date, or a number of days such as \{ days: 14 \}; write for example \{ days: 14 \}$/,
    ],
    ['dueDate: 14', /^15:44: .+ is number 14; expected source, .+ \{ days: 14 \}/],
    [
      'dueDate: { days: -1 }',
      /^15:52: "secondaries\[0\].orders.dueDate.days" is number -1; expected a whole number of days from 0 to 365; .+/,
    ],
    ['dueDate: { days: 366 }', /^15:52: .+ is number 366; expected a whole number of days/],
    ['dueDate: { days: 1.5 }', /^15:\d+: .+; expected .+/],
    ['dueDate: { weeks: 2 }', /^15:44: .+ is a map; expected source, .+/],
    [
      'dueDate: terms',
      /^15:5: "secondaries\[0\].orders.paymentTerms" is missing although orders.dueDate is terms; expected .+; add it, for example paymentTerms: \{ "Net 14": 14 \}$/,
    ],
    [
      'dueDate: terms, paymentTerms: { "Net 14": soon }',
      /^15:77: .+ is the text "soon"; expected a whole number of days from 0 to 365/,
    ],
    [
      'dueDate: terms, paymentTerms: { "Net 14": 14, "net 14": 10 }',
      /^15:81: "Net 14" and "net 14" of .+ are one name, capitals or not, and stand for two numbers of days; expected .+; take one away/,
    ],
  ])('%s is refused at its place', async (keys, message) => {
    expect(await only(orders(keys))).toMatch(message);
  });
});
