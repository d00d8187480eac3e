import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RewriteOptions, rewriteFile } from '../../src/feeds/rewrite/rewrite-file.ts';
import { isLong, many } from '../support/many.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rewrite-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const prefixes = { N: 'W' };
let count = 0;

async function rewrite(content: string | Buffer, options: Partial<RewriteOptions> = {}) {
  count += 1;
  const input = path.join(folder, `in-${count}.feed`);
  const output = path.join(folder, `out-${count}.feed`);
  await writeFile(input, content);
  const report = await rewriteFile(input, output, { prefixes, ...options });
  const bytes = await readFile(output);
  await rm(output);
  return { report, bytes, text: bytes.toString('utf8') };
}

/** The message, and proof that nothing was left behind, under no name. */
async function refusal(content: string | Buffer, options: Partial<RewriteOptions> = {}): Promise<string> {
  const before = await readdir(folder);
  const error = await rewrite(content, options).then(
    () => 'it was taken',
    (cause: unknown) => String(cause),
  );
  const left = (await readdir(folder)).filter((name) => !before.includes(name) && !name.startsWith('in-'));
  expect(left).toEqual([]);
  return error.replaceAll(folder, '');
}

describe('what is rewritten', () => {
  test('the ids in CSV: order, parent, related, line reference; nothing else, in whatever quotes and line ends', async () => {
    const text =
      '\uFEFF"Order ID*",Parent Order ID,SKU,"Order Line ID"\r\n"N1",N0,N5,N1-0\r\n\r\nN2-1,,"N""6\r\nN7",N2-1-0\r\n"N3","","a\nN1",""';
    const { text: found, report } = await rewrite(text);
    expect(found).toBe(
      '\uFEFF"Order ID*",Parent Order ID,SKU,"Order Line ID"\r\n"W1",W0,N5,W1-0\r\n\r\nW2-1,,"N""6\r\nN7",W2-1-0\r\n"W3","","a\nN1",""',
    );
    expect(report).toMatchObject({ format: 'delimited', records: 3, rewritten: 6, kept: 0, encoding: 'utf-8' });
  });

  test('rows that end otherwise than the header: taken where no cell is in doubt', async () => {
    expect((await rewrite('A,Order ID\n"x","N1"\r\ny,N2\r\n')).text).toBe('A,Order ID\n"x","W1"\r\ny,W2\r\n');
    expect(await refusal('A,Order ID\r\nx,N1\ny,N2\n')).toContain('N1\\ny');
  });

  test('tab-delimited text, semicolons, bars, and records that end in a carriage return alone', async () => {
    expect((await rewrite('SKU\tOrder ID\nN1,a\tN2\n')).text).toBe('SKU\tOrder ID\nN1,a\tW2\n');
    expect((await rewrite('SKU;Order ID\nN1,a;N2\n')).text).toBe('SKU;Order ID\nN1,a;W2\n');
    expect((await rewrite('SKU|Order ID\nN1|N2')).text).toBe('SKU|Order ID\nN1|W2');
    expect((await rewrite('SKU,Order ID\rN1,N2\rN1,N3\r')).text).toBe('SKU,Order ID\rN1,W2\rN1,W3\r');
  });

  test('bytes that are no UTF-8 are kept, and the encoding is stated', async () => {
    const { bytes, report } = await rewrite(Buffer.from('Order ID,Name\nN1,Caf\xe9 \x80\n', 'latin1'));
    expect(bytes.toString('latin1')).toBe('Order ID,Name\nW1,Caf\xe9 \x80\n');
    expect(report.encoding).toBe('windows-1252');
  });

  test('the text of id elements and attributes in XML, in CDATA and between blanks; nothing else', async () => {
    const text = (n: string) =>
      `<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- N1 --><r a="N1"><Order OrderID='${n}1'><OrderID> ${n}1\n</OrderID><ParentOrderID/><x:RelatedOrderID><![CDATA[${n}9]]></x:RelatedOrderID><Note>N1 <![CDATA[<OrderID>N1</OrderID>]]></Note><OrderLine><OrderLineID>${n}1-0</OrderLineID><SKU a=">">N1</SKU></OrderLine></Order></r>\n`;
    const { text: found, report } = await rewrite(text('N'));
    expect(found).toBe(text('W'));
    expect(report).toMatchObject({ format: 'xml', records: 1, rewritten: 4 });
  });

  test('columns and elements that the user names', async () => {
    expect((await rewrite('Ref,Order ID\nN1-1-1,N1', { columns: ['ref'] })).text).toBe('Ref,Order ID\nW1-1-1,W1');
    expect((await rewrite('<a><Ref>N1</Ref></a>', { columns: ['Ref'] })).text).toBe('<a><Ref>W1</Ref></a>');
    expect(await refusal('Order ID\nN1', { columns: ['Ref'] })).toContain('no column "Ref"');
    expect(await refusal('<a><OrderID>N1</OrderID></a>', { columns: ['Ref'] })).toContain('"Ref"');
  });

  test('several prefixes, the longest first', async () => {
    const options = { prefixes: { N: 'W', NX: 'V', '': 'Z' } };
    expect((await rewrite('Order ID\nN1\nNX1\n1\n', options)).text).toBe('Order ID\nW1\nV1\nZ1\n');
  });
});

describe('ids that are refused, each with its place', () => {
  test.each([
    ['of another prefix', 'Order ID,A\nN1,x\nQ2,y\n', {}, '.feed:3:1 (record 2, "Order ID"): "Q2" begins with none'],
    ['rewritten before', '<a>\n <OrderID>W1</OrderID></a>', {}, '.feed:2:11 (record 1, "OrderID"): found "W1"'],
    [
      'rewritten before, in small letters',
      'A,Order ID\n,w1\n',
      { keepOther: false },
      'begins with the target prefix W already',
    ],
    ['too long', 'Order ID\nN12345678901234\n', { prefixes: { N: 'WWW' } }, '17 characters'],
    ['malformed', 'Order ID\nN12x\n', { keepOther: true }, 'after the prefix "N" come digits'],
    ['with blanks', 'Order ID\n" N1"\n', {}, 'begins with none'],
    ['with an entity', '<a><OrderID>&#78;1</OrderID></a>', {}, 'entity'],
    ['with a comment', '<a><OrderID>N<!-- -->1</OrderID></a>', {}, 'not plain text'],
    ['beside an element', '<a><OrderID>N1<b/></OrderID></a>', {}, 'side by side'],
    ['beyond all measure', `Order ID\nN${'1'.repeat(2_000_000)}\n`, {}, 'id of more than'],
    ['beyond all measure in XML', `<a><OrderID>N${'1'.repeat(2_000_000)}</OrderID></a>`, {}, 'id of more than'],
  ] as const)('%s', async (_name, content, options, expected) => {
    expect(await refusal(content, options)).toContain(expected);
  });

  test('prefixes by which two ids could meet', async () => {
    expect(await refusal('Order ID\nN1', { prefixes: { N: 'W', S: 'WX' } })).toContain('two ids could meet');
  });

  test('--keep-other keeps ids of other prefixes, unless a rewritten one would meet one of them', async () => {
    const kept = await rewrite('Order ID\nN1\nQ7\nW2\n', { keepOther: true });
    expect(kept.text).toBe('Order ID\nW1\nQ7\nW2\n');
    expect(kept.report).toMatchObject({ rewritten: 1, kept: 2 });
    expect(await refusal('Order ID\nN1\nQ7\nW1\n', { keepOther: true })).toContain(
      '.feed:2:1 (record 1, "Order ID"): "N1" would become W1, an id that the file holds already',
    );
    expect(await refusal('Order ID\nw1-0\nN1-0\n', { keepOther: true })).toContain('two orders');
  });
});

describe('hostile input: one clear error with its place, and no output', () => {
  const deep = `${'<a>'.repeat(5_000)}`;
  test.each([
    ['an unclosed quote', 'Order ID,A\nN1,"x\nN2,y\n', '.feed:2:4 (record 1, "A"): found a quote that is never closed'],
    ['an unclosed quote in the header', '"Order ID,A\nN1,x\n', 'quote in the header'],
    ['a stray quote', 'Order ID,A\nN1,x"y\n', '.feed:2:5 (record 1, "A"): found a quote inside'],
    ['text after a quote', 'Order ID,A\nN1,"x"y\n', 'after the closing quote'],
    ['too few cells', 'Order ID,A\nN1,x\nN2\n', '.feed:3:1 (record 2): found 1 cells; expected 2'],
    ['too many cells', 'Order ID,A\nN1,x,y\n', 'found 3 cells; expected 2'],
    ['a header twice', 'Order ID,A,order id\nN1,x,y\n', '"order id" twice (columns 1 and 3)'],
    ['no id column', 'SKU,A\nN1,x\n', 'no column of order ids among "SKU", "A"'],
    ['an empty file', '', 'no header'],
    ['a NUL byte', 'Order ID,A\nN1,x\0y\n', '.feed:2:5'],
    ['UTF-16', Buffer.from('\uFEFFOrder ID\nN1', 'utf16le'), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from('Order ID\nN1', 'utf16le'), 'UTF-16'],
    ['UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x41]), 'UTF-32'],
    ['another encoding', '<?xml version="1.0" encoding="Shift_JIS"?><a><OrderID>N1</OrderID></a>', 'Shift_JIS'],
    [
      'an entity bomb',
      '<!DOCTYPE a [<!ENTITY b "bb">]><a><OrderID>N1</OrderID></a>',
      '.feed:1:1: found a document type',
    ],
    [
      'an external entity',
      '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
      '.feed:2:1: found a document type',
    ],
    ['deep nesting', deep, 'nested more than 100 deep'],
    ['XML cut off in an element', '<a>\n<OrderID>N1</OrderID>\n<b>', 'with <b> still open'],
    ['XML cut off in a tag', '<a><OrderID>N1</OrderID', 'a tag that never ends'],
    ['XML cut off in an id', '<a><OrderID>N1', 'with <OrderID> still open'],
    ['XML cut off in a comment', '<a><OrderID>N1</OrderID><!-- ', 'a comment that never ends'],
    ['tags that do not match', '<a><OrderID>N1</OrderId></a>', 'expected </OrderID>'],
    ['two roots', '<a><OrderID>N1</OrderID></a><b/>', 'second root'],
    ['text outside', '<a><OrderID>N1</OrderID></a> N2', '.feed:1:30 (record 1): found text outside'],
    ['a "<" in text', '<a><OrderID>N1</OrderID>1 < 2</a>', 'begins no tag'],
    ['no ids at all', '<a><b>N1</b></a>', 'no element that holds order ids'],
  ])('%s', async (_name, content, expected) => {
    expect(await refusal(content)).toContain(expected);
  });

  test.runIf(isLong)('a cell or text of 100 MB ends in an error, in little memory', async () => {
    const huge = Buffer.alloc(100 * 1024 * 1024, 0x61);
    const before = process.memoryUsage().arrayBuffers;
    let highest = 0;
    const onProgress = (): void => {
      highest = Math.max(highest, process.memoryUsage().arrayBuffers);
    };
    expect(await refusal(Buffer.concat([Buffer.from('A,Order ID\n"'), huge]), { onProgress })).toContain(
      '.feed:2:1 (record 1, "A"): found a cell of more than 16 MB; its quote was probably never closed',
    );
    expect(await refusal(Buffer.concat([Buffer.from('<a><b>'), huge]), { onProgress })).toContain(
      'text of more than 16 MB',
    );
    // The input itself is quarantined by this test.
    expect(highest - before).toBeLessThan(32 * 1024 * 1024 + 2 * huge.length);
  });
});

describe('the output file', () => {
  test('never replaces the input, by whatever name, nor another file without --force', async () => {
    const input = path.join(folder, 'self.csv');
    const other = path.join(folder, 'other.csv');
    await writeFile(input, 'Order ID\nN1\n');
    await writeFile(other, 'mine');
    await symlink(input, path.join(folder, 'alias.csv'));
    for (const output of [input, path.join(folder, 'alias.csv')]) {
      await expect(rewriteFile(input, output, { prefixes, force: true })).rejects.toThrow('the input itself');
    }
    await expect(rewriteFile(input, other, { prefixes })).rejects.toMatchObject({ code: 'output-exists' });
    expect([await readFile(input, 'utf8'), await readFile(other, 'utf8')]).toEqual(['Order ID\nN1\n', 'mine']);
    await rewriteFile(input, other, { prefixes, force: true });
    expect(await readFile(other, 'utf8')).toBe('Order ID\nW1\n');
  });

  test('a failed rewrite leaves what stood under its name', async () => {
    const output = path.join(folder, 'kept.csv');
    const input = path.join(folder, 'bad.csv');
    await writeFile(output, 'mine');
    await writeFile(input, 'Order ID\nN1\nQ1\n');
    await expect(rewriteFile(input, output, { prefixes, force: true })).rejects.toMatchObject({
      code: 'feed-id-refused',
    });
    expect(await readFile(output, 'utf8')).toBe('mine');
  });
});

const cell = fc.string({
  unit: fc.constantFrom('a', ',', '"', '\r', '\n', '\t', 'N1', ' ', 'é', '<', "'", '=cmd', '00', '1e5'),
});
const id = fc.option(fc.bigInt(0n, 10n ** 12n).map(String), { nil: undefined });

describe('properties', () => {
  test('arbitrary cells around the ids are kept, byte for byte, wherever the pieces of the file end', async () => {
    const table = fc.array(fc.tuple(cell, id, cell, id), { minLength: 1, maxLength: 8 });
    const style = fc.record({
      quoted: fc.boolean(),
      record_delimiter: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(table, style, fc.integer({ min: 1, max: 40 }), async (rows, options, chunkBytes) => {
        const write = (prefix: string): string =>
          stringify(
            [
              ['A', 'Order ID', 'B', 'Parent Order ID'],
              ...rows.map(([a, b, c, d]) => [a, b && prefix + b, c, d && prefix + d]),
            ],
            options,
          );
        const { text } = await rewrite(write('N'), { chunkBytes });
        expect(text).toBe(write('W'));
        expect(
          parse(text, { bom: true })
            .slice(1)
            .map((row) => row[1]),
        ).toEqual(rows.map(([, b]) => (b ? `W${b}` : '')));
      }),
      { numRuns: many(40, 150) },
    );
  });

  test('arbitrary elements around the ids are kept, byte for byte, wherever the pieces of the file end', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<!-- <OrderID>N1</OrderID> -->',
        '<![CDATA[<OrderID>]]>',
        '<?p N1?>',
        '<b c="N1>"/>',
        '<b\n>N1</b>',
      ),
      fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '&lt;', '"', ']', '-') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, id)), fc.integer({ min: 1, max: 40 }), async (pieces, chunkBytes) => {
        const write = (prefix: string): string =>
          `<r><OrderID>${prefix}1</OrderID>${pieces.map(([text, digits]) => `${text}<OrderLineID>${digits === undefined ? '' : `${prefix}${digits}-0`}</OrderLineID>`).join('')}</r>`;
        expect((await rewrite(write('N'), { chunkBytes })).text).toBe(write('W'));
      }),
      { numRuns: many(40, 150) },
    );
  });

  test('the quick way and the rules of the pipeline agree on every id', async () => {
    const { rewriteOrderId } = await import('../../src/model/order-id.ts');
    const { IdRewriter } = await import('../../src/feeds/rewrite/id-rewriter.ts');
    const maps = fc.constantFrom({ N: 'W' }, { N: 'W', NX: 'V' }, { N: 'WESTERN', '': 'Z' });
    const text = fc.string({
      unit: fc.constantFrom('N', 'X', 'W', '1', '0', '23', '-', 'n'),
      minLength: 1,
      maxLength: 14,
    });
    fc.assert(
      fc.property(maps, text, (map, id) => {
        const out = Buffer.alloc(100);
        const bytes = Buffer.from(id);
        let found: string | undefined;
        try {
          found = out.toString('utf8', 0, new IdRewriter(map, false).rewrite(bytes, 0, bytes.length, 'order', out, 0));
        } catch {
          found = undefined;
        }
        const expected = rewriteOrderId(id, map);
        expect(found).toBe(expected.kind === 'rewritten' ? expected.id : undefined);
      }),
      { numRuns: many(500, 2000) },
    );
  });
});
