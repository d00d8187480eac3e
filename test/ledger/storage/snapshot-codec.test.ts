import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../../src/ledger/storage/sqlite/snapshot-codec.ts';
import { SAMPLE, SHORT_SAMPLE } from '../../../src/ledger/storage/sqlite/snapshot-sample.ts';

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url').slice(0, 22));
const short = hash.map((text) => text.slice(0, 11));
const part = hash.map((text) => text.slice(0, 8));
const text = fc.oneof(
  hash,
  short,
  part,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '0.00', 'Dispatched', 'quantity'),
);
const snapshot = fc.record({
  salt: fc.oneof(fc.string(), fc.constantFrom('west N7', '*west N7')),
  fields: fc.dictionary(fc.string(), text),
  texts: fc.dictionary(fc.constantFrom('username', 'billing', 'type', 'quantity'), text),
  address: fc.array(fc.oneof(part, fc.constant(''))).map((parts) => parts.join(',')),
  lines: fc.array(fc.record({ id: fc.string(), other: hash, taxCode: text }), { maxLength: 120 }),
});

const roundTrip = (given: string): string => {
  const packed = pack(given);
  return packed === undefined ? given : unpack(packed);
};

test('a snapshot comes out of its packed form letter by letter, whatever is in it', () => {
  fc.assert(fc.property(snapshot, (one) => roundTrip(JSON.stringify(one)) === JSON.stringify(one)));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (one) => roundTrip(one) === one));
});

test.each([
  ['long', SAMPLE, 4, 2_000],
  ['short', SHORT_SAMPLE, 8, 1_500],
] as const)('a snapshot with %s hashes as most are takes a small part of its length', (_, sample, part, least) => {
  const [order = ''] = sample.split('\n').slice(-1);
  const lively = order.replaceAll(/-+\d+/g, (one) =>
    createHash('sha256').update(one).digest('base64url').slice(0, one.length),
  );
  expect(lively.length).toBeGreaterThan(least);
  expect(pack(lively)?.length ?? Number.POSITIVE_INFINITY).toBeLessThan(lively.length / part);
});

test('what was packed by the first version that packed is read by this one', () => {
  // Of the text below, as it lies in ledgers in the field.
  const packed = Buffer.from(
    'AR4A0PtX0CJhHClvp8ujegPuR0JQGnmEG-wHnajHH8AAQ6vaQDajlKZw3yC5WQGt1NRhUqqtBQA',
    'base64url',
  );
  expect(unpack(packed)).toBe(
    '{"salt":"west N7","person":"0PtX0CJhHClvp8ujegPuR0","texts":{"taxCode":"0PtX0CJhHClvp8ujegPuR0","billing":"JQGnmEG-,,wHnajHH8"}}',
  );
  expect(createHash('sha256').update(SAMPLE).digest('hex')).toBe(
    'd78f1dec06637019a5fb2277989d6ae85a389f412ebd09fe390078ddb238ec4f',
  );
});

test('what is packed in a form of later versions is refused, and not read as something else', () => {
  expect(() => unpack(Buffer.of(9, 0, 0, 1, 2))).toThrow('form 9');
});

test('what was packed with short hashes is read by this version, and by later ones', () => {
  const packed = 'AhUA0PtX0CJhHClJQGnmEG-wHnajHH8AQ6_WzJVQS1K4b1BzD3KJCS4koQUYs4JSbS0A';
  const given =
    '{"salt":"*west N7","person":"","texts":{"taxCode":"0PtX0CJhHCl","billing":"JQGnmEG-,,wHnajHH8","type":"0PtX0CJhHCl"}}';
  expect(unpack(Buffer.from(packed, 'base64url'))).toBe(given);
  expect(pack(given)?.[0]).toBe(2);
  expect(createHash('sha256').update(SHORT_SAMPLE).digest('hex')).toBe(
    'bb938e17b9b714aef6ee7774e8a24c004017b956c23090c1edd2cdd1eb623ade',
  );
});

test('of an order that is laid out as nearly all are its values are kept, and they are read by later versions', () => {
  // An order of one line, as it lies in ledgers in the field.
  const packed =
    'AwGTAGC6vqQCkPo4et1qIBBw8JgpTRyU_I3GzuwXPm2bjB5MHcNe492bNJ3Bv3vKGLAkhC21hW1SW_ZUXHdUcN4Xk09WV6hlIokhAF5GR_3wLpJp6HxYvUnunJG1IgeNqlYwyVl2tz3HyAcockihI46lin_KavzOMzPy6e4oyG5ssWKM6nBjtVJA9YOt-odJ82LPuJDuVefxAKAPmgnyAmsHsE0VwjxZ3__h-xGpXxoJ8CM6AIwMjMx0DSx0DQxDDAyswCgKLVAgQa0Qo5SXXx6jFBMTk4cnbKgfAjA_-oa66x7uBAA';
  const given =
    '{"salt":"*west N7","status":"Dispatched","approved":true,"fields":{"total":"100.00","tax":"9.09","shipping":"9.95","shipping discount":"0.00","surcharge":"0.00","coupon":"0.00","tax inclusive":"true","date placed":"2026-07-04T15:23:59Z","invoice date":"2026-07-04","due date":"2026-08-01T00:00:00Z","shipping method":"Standard Post","payment method":"PayPal \\"now\\"\\\\\\n","payment terms":"Net","sales channel":"Website","date required":""},"person":"","other":"","texts":{"username":"YLq-pAKQ-jh","email":"63WogEHDwmC","billing":"lNHJT8jc,bO7Bc-bZ,,uMHkwdw1,,7j3Zs0nc,G_e8oYsC,SELbWFbV,Jb9lRcd1,Rw3heTT1","shipping":"lNHJT8jc,bO7Bc-bZ,,uMHkwdw1,,7j3Zs0nc,G_e8oYsC,SELbWFbV,Jb9lRcd1,Rw3heTT1","deliveryInstruction":"","userGroup":"ZXqGUiiSEAX","relatedOrderId":"","type":"kZH_fAukmno","salesPerson":"","signatureRequired":"fFi9Se6ckbU","couponCode":"","productSubtotal":"iB42qVjDJWX","shippingTax":"a3PcfIByhyS","surchargeTaxable":"KEjjqWKf8pq"},"references":"_M4zM_Lp7ij","notes":"","lines":[{"id":"N7-0","fields":{"SKU":"MUG-É","quantity":"1","unit price":"-11.95","tax":"1.09","discount percent":"0","discount":"0.00","coupon":"0.00"},"other":"","texts":{"name":"IbmyxYozqcG","itemNotes":"","taxCode":"O1UkD1g636h","warehouseName":"0nzYs-4kO5V","serialNumber":"","componentOfKit":"","extraOptions":"","externalLine":""},"tracking":"","service":""}]}';
  expect(unpack(Buffer.from(packed, 'base64url'))).toBe(given);
  expect(Buffer.from(pack(given) ?? []).toString('base64url')).toBe(packed);
});

/** A text as JSON writes it has no end of a line in it, and marks of its own only behind a backslash. */
const word = fc.oneof(
  text,
  fc.constantFrom(
    '2026-07-04T15:23:59Z',
    '2026-07-04',
    '-11.95',
    '-',
    'Z',
    'TZ',
    '0',
    '","tax":"',
    '\\',
    '\n',
    'N7-0',
    'É"',
  ),
  fc.array(fc.oneof(part, fc.constant(''))).map((parts) => parts.join(',')),
);
const like = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value)) return fc.array(like(value[0]), { maxLength: 25 });
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? fc.boolean() : word;
  return fc.record(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, like(one)])));
};
const order = JSON.parse(SHORT_SAMPLE.split('\n').at(-1) ?? '{}');

test('whatever values an order has, they come out letter by letter', () => {
  const forms = new Set<number | undefined>();
  fc.assert(
    fc.property(like(order), (one) => {
      const given = JSON.stringify(one);
      const packed = pack(given);
      forms.add(packed?.[0]);
      return packed !== undefined && unpack(packed) === given;
    }),
  );
  // One form packs what another one can not.
  expect(forms).toContain(3);
});
