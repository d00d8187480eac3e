import fc from 'fast-check';
import type { StagedRecord } from '../../../src/ledger/record.ts';
import type { RecordEvent } from '../../../src/ledger/transitions/event.ts';
import type { EntityName, RecordKey } from '../../../src/model/entities.ts';
import { decimal } from '../../../src/model/money.ts';

/** What every payload here has in it. */
export const SECRET = 'Jane Secret';

const payload = JSON.stringify({ name: SECRET, amount: '12.00' });
const reason = fc.constantFrom(
  ...(['total-unexplained', 'waits-for', 'refused', 'read-back-differs', 'may-be-there', 'payment-gone'] as const),
  ...([
    'payment-copy-gone',
    'source-gone',
    'changed-after-copy',
    'payment-replaced',
    'payment-zero',
    'undone',
  ] as const),
);
const difference = fc.constantFrom(undefined, decimal('0.01'), decimal('-3'));
const seen = fc.constantFrom(
  undefined,
  [{ key: 'total', meant: '1', held: '2' }],
  [{ key: 'may-be-there', meant: 'another', held: '7' }],
);

function readOf(key: RecordKey): fc.Arbitrary<StagedRecord> {
  return fc
    .record({
      hash: fc.constantFrom('a', 'b', 'file:a', 'file:b'),
      whole: fc.boolean(),
      snapshot: fc.constantFrom(undefined, '{"salt":"1"}', '{"salt":"2"}'),
      amount: fc.constantFrom(undefined, decimal('11'), decimal('12')),
      parent: fc.constantFrom('N1', 'N2'),
      held: fc.constantFrom(undefined, { reason: 'vanished', message: 'not there' } as const),
      sinceCopy: fc.constantFrom(undefined, { kind: 'same' }, { kind: 'changed', message: 'total' } as const),
      status: fc.constantFrom('Pick', 'Cancelled'),
    })
    .map(({ hash, whole, snapshot, amount, parent, held, sinceCopy, status }) => ({
      ...{ sourceId: key.sourceId, hash, payload: whole ? payload : '', facts: { status } },
      ...(key.entity === 'payments' ? { parent } : {}),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(amount === undefined ? {} : { amount }),
      ...(held === undefined ? {} : { held }),
      ...(sinceCopy === undefined ? {} : { sinceCopy: sinceCopy as NonNullable<StagedRecord['sinceCopy']> }),
    }));
}

const rules = fc.constantFrom('rules 1', 'rules 2');
const TARGETS: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  orders: ['W1', 'w1', 'W2'],
  payments: ['west:1', 'west:2'],
};

/** Whatever can happen to a record, likely or not. @param others that it can be told with */
export function eventFor(key: RecordKey, others: readonly RecordKey[]): fc.Arbitrary<RecordEvent> {
  const targetId = fc.constantFrom(...(TARGETS[key.entity] ?? []));
  const other = fc.constantFrom(
    ...others.filter(({ entity, sourceId }) => entity === key.entity && sourceId !== key.sourceId),
  );
  const action = fc.constantFrom('add', 'approve', 'update', 'cancel');
  const why = { reason, message: fc.constant('why'), difference, seen };
  const replaces = fc.constantFrom(
    undefined,
    [{ sourceId: '1', targetId: 'west:1' }],
    [{ sourceId: null, targetId: 'west:2' }],
  );
  const kind = <Kind extends RecordEvent['kind']>(name: Kind) => fc.constant(name);
  const events: fc.Arbitrary<RecordEvent>[] = [
    fc.record({ kind: kind('read'), read: readOf(key), rules }),
    fc.record({ kind: kind('kept') }),
    fc.record({
      kind: kind('left-out'),
      reason: fc.constantFrom('not-yet-approved', 'dropped', 'store-closed'),
      message: fc.constant(''),
    }),
    fc.record({ kind: kind('quarantined'), ...why, replaces }),
    fc.record({ kind: kind('linked'), targetId }),
    fc.record({ kind: kind('linked-instead'), targetId, insteadOf: other }),
    fc.record({ kind: kind('keyed-anew'), targetId, before: fc.oneof(other, fc.constant(null)) }),
    fc.record({ kind: kind('intended'), action, targetId }),
    fc.record({ kind: kind('step-done'), action }),
    fc.record({ kind: kind('written'), outcome: fc.constantFrom('created', 'updated') }),
    fc.record({ kind: kind('absent'), action, hasEarlierStep: fc.boolean() }),
    fc.record({ kind: kind('unfit'), ...why, unwritten: fc.boolean() }),
    fc.record({ kind: kind('retried'), another: fc.boolean() }),
    fc.record({ kind: kind('accepted'), why: fc.constant('so be it') }),
    fc.record({ kind: kind('dropped'), note: fc.constant('posted by hand') }),
    fc.record({ kind: kind('viewed'), viewer: fc.constantFrom('look', 'proof'), seen: fc.constant([]) }),
    fc.record({ kind: kind('restaged'), rules }),
    fc.record({ kind: kind('purged') }),
    fc.record({ kind: kind('forgotten'), isNamed: fc.boolean() }),
    fc.record({ kind: kind('store-closed') }),
    fc.record({ kind: kind('adopted'), targetId }),
    fc.record({
      kind: kind('snapshot-replaced'),
      before: fc.constant('{"salt":"1"}'),
      after: fc.constant('{"salt":"2"}'),
    }),
    fc.record({
      kind: kind('linked-by-hand'),
      link: readOf(key).chain((record) =>
        fc.record({
          ...{ key: fc.constant(key), targetId, ids: fc.constant(['77']), rules, record: fc.constant(record) },
          ...{ seen: fc.constant([]), difference: fc.constant(null), why: fc.constant(''), replaces: fc.boolean() },
        }),
      ),
    }),
  ];
  return fc.oneof(...events);
}
