import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { hiderOf, quote } from '../../src/model/secrets.ts';
import type { NetoClientOptions } from '../../src/neto/client.ts';
import { addPayments } from '../../src/neto/payments.ts';
import { ok, type Script, type Step, withStore } from './scripted-store.ts';

const key = 'SECRETKEY0123456789SECRETKEY0123';
const username = 'api_user';
const settings: Partial<NetoClientOptions> = { username };

/** All that an error shows of itself, its cause and hidden members included. */
async function shown(script: Script, action = 'AddOrder', options = settings): Promise<string> {
  return withStore(
    script,
    async (client) => {
      const error = await client.request(action, {}).then(
        () => expect.fail('no error'),
        (caught: unknown) => caught,
      );
      expect(error).toBeInstanceOf(ConsolidatorError);
      return inspect(error, { depth: 20, showHidden: true });
    },
    options,
  );
}
const expectClean = (text: string): void => {
  expect(text.toLowerCase()).not.toContain('secretkey0');
  expect(text.toLowerCase()).not.toContain(username);
};
const text =
  (status: number, body: string, headers: Record<string, string> = {}): Step =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

describe('what a store echoes of the key or the user name is in no error', () => {
  const refusal = (message: string): Step => ({ Ack: 'Error', Messages: [{ Error: { Message: message } }] });

  test('the words of a refusal', async () => {
    const found = await shown([refusal(`${username} with ${key.toLowerCase()} may not`)], 'GetOrder');
    expectClean(found);
    expect(found).toContain('*** with *** may not');
  });

  test('the errors and warnings of a write', () =>
    withStore(
      [{ ...ok, Ack: 'Error', Messages: { Error: { Message: `bad ${key}` }, Warning: `odd ${username}` } }],
      async (client) => {
        const draft = { orderId: 'W1', methodName: '', authorisation: '', amount: '1' as never, paidOn: null as never };
        const reply = await addPayments(client, [draft]);
        expect(reply).toMatchObject({ errors: ['bad ***'], warnings: ['odd ***'] });
      },
      settings,
    ));

  test('the title of a page, also where it is cut in the middle of the key', async () => {
    for (let before = 45; before <= 80; before += 5) {
      const found = await shown([text(200, `<html><title>${'x'.repeat(before)}${key}</title></html>`)]);
      expectClean(found);
      expect(found).not.toMatch(/SECRET/);
    }
  });

  test('the address of a redirect', async () => {
    expectClean(await shown([text(302, '', { location: `https://${key}.shop.example/?${key}` })]));
    expectClean(await shown([text(302, '', { location: `https://${username}:${key}@shop.example/` })]));
  });

  test('an answer that is no HTTP, of which the connection error keeps a piece', async () => {
    expectClean(await shown([(_response, socket) => void socket.end(`${key} ${username}\r\n\r\n`)]));
  });

  test('a connection that is cut off, with its socket', async () => {
    expectClean(await shown([(_response, socket) => void socket.destroy()]));
  });

  test('a status of 4xx or 5xx', async () => {
    for (const status of [401, 404, 500]) expectClean(await shown([text(status, `no ${key} of ${username}`)]));
  });
});

test('a user name that is a part of the words is no reason to miss a refused key', async () => {
  for (const name of ['API', 'key', 'Invalid API Key']) {
    const found = await shown([{ Ack: 'Error', Messages: { Error: { Message: 'Invalid API Key' } } }], 'GetOrder', {
      username: name,
    });
    expect(found).toContain("code: 'key-refused'");
  }
});

describe('hiding', () => {
  test('escaped forms', () => {
    const hide = hiderOf(['a&b/c"d+e f']);
    for (const form of ['a&b/c"d+e f', 'a&b/c\\"d+e f', 'a%26b%2Fc%22d%2Be%20f', 'a&amp;b/c&quot;d+e f', 'A&B/C"D+E F'])
      expect(hide(`<${form}>`), form).toBe('<***>');
  });

  test('a key that holds the user name is taken out whole; a short name only as a word', () => {
    expect(hiderOf(['sam', 'samsKEY0123456'])('samsKEY0123456 of sam, the same')).toBe('*** of ***, the same');
  });

  test('no secrets, nothing to hide', () => expect(hiderOf(['', ' '])('as it is')).toBe('as it is'));

  test('a quotation is one line, and is cut after hiding', () =>
    expect(quote('a\n  b secret-key', hiderOf(['secret-key']), 5)).toBe('a b *…'));
});
