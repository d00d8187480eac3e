import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AnswerText } from '../../src/neto/answer-text.ts';
import { repository } from '../fixtures/support.ts';

function textOf(bytes: Uint8Array, size: number, charset = 'utf-8'): string {
  const text = new AnswerText(charset);
  for (let start = 0; start < bytes.length; start += size) text.put(Buffer.from(bytes.subarray(start, start + size)));
  return text.whole();
}

/** One to four bytes each, and a mark that is no part of the text where it stands first. */
const MIXED = '\uFEFF{"Name":"Zoë Nguyễn – 東京 🧾\uFEFF"}';

describe('the text of an answer', () => {
  test.each([1, 2, 3, 4, 7, 1000])('is the same wherever it is cut, as into pieces of %i bytes', (size) => {
    const bytes = Buffer.from(MIXED);
    expect(textOf(bytes, size)).toBe(new TextDecoder().decode(bytes));
    expect(textOf(bytes, size).startsWith('{')).toBe(true);
  });

  test.each([1, 2, 3, 5, 64])('of bytes that are no UTF-8 is what the standard says, in pieces of %i bytes', (size) => {
    let state = 12_345;
    for (let round = 0; round < 300; round += 1) {
      const bytes = Uint8Array.from({ length: 40 }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        // Most are parts of longer characters.
        return (state >>> 16) % 3 === 0 ? 0x41 : 0x80 + ((state >>> 20) % 0x80);
      });
      expect(textOf(bytes, size)).toBe(new TextDecoder().decode(bytes));
    }
  });

  test('of another charset is read by it; of one that nobody knows, as UTF-8', () => {
    expect(textOf(Uint8Array.of(0x5a, 0x6f, 0xeb), 1, 'iso-8859-1')).toBe('Zoë');
    expect(textOf(Buffer.from('Zoë'), 1, 'x-of-their-own')).toBe('Zoë');
  });

  test('is read from pieces that are let go at once, and from no block of all of them', { timeout: 60_000 }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', HOLDING], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const [held, atTheEnd, length] = stdout.split(' ').map(Number);
    expect(length).toBe(32 * 1024 * 1024);
    // Megabytes of bytes beside the text, once garbage is collected: before its end, and more at its end.
    expect(held).toBeLessThan(1);
    expect(atTheEnd).toBeLessThan(1);
  });
});

/** In a process of its own, where garbage is collected when it is asked for. */
const HOLDING = `
  import { AnswerText } from ${JSON.stringify(`file://${join(repository, 'src/neto/answer-text.ts')}`)};
  const bytes = () => process.memoryUsage().arrayBuffers;
  const before = bytes();
  const text = new AnswerText('utf-8');
  for (let piece = 0; piece < 512; piece += 1) {
    text.put(Buffer.alloc(64 * 1024, 'x'));
    if (piece % 16 === 15) globalThis.gc();
  }
  const held = bytes() - before;
  const whole = text.whole();
  console.log([held, bytes() - before - held, whole.length * 1024 * 1024].map((one) => one / 1024 / 1024).join(' '));
`;
