import { expect, test } from 'vitest';
import { salvageAlerts } from '../../src/config/salvage.ts';
import { environment, full, replaced, write } from './sample.ts';

const salvaged = async (text: string, own: Record<string, string | undefined> = {}) =>
  salvageAlerts(await write(text), { ...environment, ...own });

test('who is told is read from a pipeline file in which something else is wrong', async () => {
  const found = await salvaged(replaced(full, 'purpose: books', 'purpos: books'));
  expect(found).toMatchObject({
    name: 'au-stores',
    primary: { timezone: 'Australia/Sydney' },
    onProblem: {
      webhook: 'https://hooks.example.com/abc',
      format: 'slack',
      email: { to: { length: 2 }, server: { port: 465 } },
    },
  });
});

test('also where it is no YAML at all, as far as that goes', async () => {
  const found = await salvaged(`${full}\n  broken: [\n`);
  expect(found?.onProblem.webhook).toBe('https://hooks.example.com/abc');
});

test('each way by itself: a password that is not set takes the mails out, and not the webhook', async () => {
  const found = await salvaged(full, { SMTP_URL: undefined });
  expect(found?.onProblem).toMatchObject({ webhook: 'https://hooks.example.com/abc', email: undefined });
  const other = await salvaged(replaced(full, 'webhook: https://hooks.example.com/abc', 'webhook: hooks'));
  expect(other?.onProblem).toMatchObject({ webhook: undefined, email: { from: 'alerts@main.example.com' } });
});

test('nobody is told by what is wrong itself', async () => {
  expect(
    await salvaged(replaced(full, /onProblem:\n( {2}.*\n)+/.exec(full)?.[0] ?? '', 'onProblem: 5\n')),
  ).toBeUndefined();
  expect(await salvaged('name: [')).toBeUndefined();
  expect(await salvageAlerts('nowhere.yaml', environment)).toBeUndefined();
});
