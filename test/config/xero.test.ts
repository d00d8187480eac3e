import { describe, expect, test } from 'vitest';
import { environment, full, least, read, refused, replaced } from './sample.ts';

describe('xero', () => {
  test('is absent unless it is named, and then has defaults that only read', async () => {
    expect((await read(least)).xero).toBeUndefined();
    const { xero } = await read(`${least}xero: { clientId: \${XERO_ID}, clientSecret: \${XERO_SECRET} }\n`);
    expect(xero).toMatchObject({
      clientId: environment.XERO_ID,
      clientSecret: environment.XERO_SECRET,
      usualDelayHours: 26,
    });
    expect(xero?.scopes.every((scope) => scope.endsWith('.read'))).toBe(true);
    expect(xero?.url).toBeUndefined();
  });

  test.each([
    ['url', 'http://127.0.0.1:8093', 'https://api.xero.com'],
    ['identityUrl', 'http://127.0.0.1:8094', 'http://192.168.1.20:8094'],
    ['identityUrl', 'http://127.0.0.1:8094', 'https://127.0.0.1.example.com'],
    ['identityUrl', 'http://127.0.0.1:8094', 'http://localhost@example.com'],
  ])('an address beyond this machine is refused: %s instead of %s: %s', async (_key, from, to) => {
    expect((await refused(replaced(full, from, to))).code).toBe('config-invalid');
  });

  test('one of the two addresses alone is refused, since the secret would go to the other one', async () => {
    const { problems } = await refused(replaced(full, '  identityUrl: http://127.0.0.1:8094\n', ''));
    expect(problems).toEqual([expect.stringContaining('expected both or neither')]);
  });

  test('no other key may hold the variable of the secret, and no message shows it', async () => {
    const { problems } = await refused(replaced(full, 'creditNotePrefix: RMA-', `creditNotePrefix: \${XERO_SECRET}`));
    expect(problems.join()).toContain('holds the variable XERO_SECRET, which is a key or a password');
    expect(problems.join()).not.toContain(environment.XERO_SECRET);
  });
});
