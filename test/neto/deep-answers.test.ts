import { describe, expect, test } from 'vitest';
import { jsonCodec } from '../../src/neto/json-codec.ts';

/** Lists or records, one in the other, so many of them. */
const nested = (levels: number, [open, close]: readonly [string, string]): string =>
  `{"a":1,"b":${open.repeat(levels - 1)}${close.repeat(levels - 1)}}`;

describe('how deep an answer in JSON may be nested', () => {
  test.each([
    ['lists', ['[', ']']],
    ['records', ['{"a":', '}']],
    ['lists of records', ['[{"a":', '}]']],
  ] as const)('%s: 65 levels are read, and not one more', (_, pair) => {
    const most = pair[0].startsWith('[{') ? 33 : 65;
    const whole = ([open, close]: typeof pair, levels: number) =>
      pair[0].endsWith(':') ? nested(levels, [open, close]).replace('":}', '":null}') : nested(levels, [open, close]);
    expect(jsonCodec.decode(whole(pair, most))).toHaveProperty('a', 1);
    expect(() => jsonCodec.decode(whole(pair, most + 1))).toThrow('nested more than 64 levels deep');
    expect(() => jsonCodec.decode(whole(pair, 20_000))).toThrow('nested more than 64 levels deep');
  });
});
