import { expect, test } from 'vitest';
import { reasons } from '../../src/model/reasons.ts';
import { changeRows } from './rows/changes.ts';
import { leftOutRows } from './rows/left-out.ts';
import { numberRows } from './rows/numbers.ts';
import { orderRows } from './rows/orders.ts';
import { paymentRows } from './rows/payments.ts';
import { peopleRows } from './rows/people-and-products.ts';
import { readingRows } from './rows/reading.ts';
import { returnRows } from './rows/returns.ts';
import { writingRows } from './rows/writing.ts';

/** `doctor --close-store` is asked of a store that is out of the pipeline file, and a run makes the other one of nothing else. */
const TRIED_ELSEWHERE: readonly string[] = [
  // test/operations/doctor/close-store.test.ts: a store that was closed and comes back is copied, each order once
  'store-closed',
  // test/rules/money-changed-in-primary.test.ts and test/cli/quarantine.test.ts: the next run reads it
  'to-be-read',
];

test('every reason code has a row that tries what is printed for it', () => {
  const waiting = [
    ...[orderRows, numberRows, paymentRows, returnRows, peopleRows, writingRows, changeRows, readingRows],
  ].flatMap((rows) => rows.map(({ code }): string => code));
  const tried = [...waiting, ...leftOutRows.map(({ code }): string => code), ...TRIED_ELSEWHERE];
  const kindOf = (kind: string) => Object.entries(reasons).flatMap(([code, one]) => (one.kind === kind ? [code] : []));
  expect([...new Set(tried)].sort()).toEqual(Object.keys(reasons).sort());
  expect([...new Set(waiting)].sort()).toEqual(kindOf('quarantine').sort());
});
