import type { RecordState } from '../../../src/ledger/record-state.ts';
import type { RecordFilter } from '../../../src/ledger/storage/record-query.ts';
import type { RunOutcome, Stored } from '../../../src/ledger/storage/storage.ts';
import { add, compare, ZERO } from '../../../src/model/money.ts';

/** What else there is, as far as filters ask for it. */
export interface Inside {
  readonly all: ReadonlyMap<string, Stored<RecordState>>;
  readonly counted: ReadonlyMap<string, RunOutcome>;
}

type Checks = {
  readonly [Name in keyof RecordFilter]-?: (
    record: RecordState,
    value: NonNullable<RecordFilter[Name]>,
    inside: Inside,
  ) => boolean;
};

const lower = (text: string | null): string | undefined => text?.toLowerCase();
const reasonOf = (record: RecordState): string => ('reason' in record ? (record.reason ?? '') : '');
const contentOf = (record: RecordState): string => ('content' in record ? record.content.kind : 'gone');

const checks: Checks = {
  store: (record, store) => record.store === store,
  entity: (record, entity) => record.entity === entity,
  states: (record, states) => states.includes(record.state),
  sourceIds: (record, ids) => ids.includes(record.sourceId),
  parents: (record, parents) => record.parent !== null && parents.includes(record.parent),
  targetIds: (record, ids) => ids.some((id) => lower(id) === lower(record.targetId)),
  named: (record, id) => lower(id) === lower(record.sourceId) || lower(id) === lower(record.targetId),
  hasTarget: (record, has) => (record.targetId !== null) === has,
  isByHand: (record) => record.byHand !== null,
  content: (record, kind) => contentOf(record) === kind,
  origin: (record, origin) => record.origin === origin,
  reasons: (record, reasons) => reasons.some((reason) => reason === reasonOf(record)),
  otherReasonsThan: (record, reasons) => !reasons.some((reason) => reason === reasonOf(record)),
  notReadUnder: (record, rules) => record.rules !== rules || record.toBeRead,
  toBeRead: (record) => record.toBeRead,
  quarantinedBefore: (record, at) => (record.quarantinedSince ?? record.changedAt) < at,
  openTo: (record, viewer) => record.acceptedAs?.open.includes(viewer) === true,
  bookedFrom: (record, day) => (record.facts.bookedOn ?? '9') >= day,
  notInRunsFrom: (record, run, { counted }) =>
    ![...counted.values()].some((one) => one.run >= run && isOf(record, one.key)),
  inRun: (record, { run, outcome }, { counted }) =>
    [...counted.values()].some((one) => one.run === run && one.outcome === outcome && isOf(record, one.key)),
  parentState: (record, state, { all }) =>
    [...all.values()].some(
      ({ value }) =>
        value.store === record.store &&
        value.entity === 'orders' &&
        value.sourceId === record.parent &&
        value.state === state,
    ),
  saying: (record, { text, amount }) => {
    const said = [
      record.sourceId,
      record.targetId,
      record.parent,
      reasonOf(record),
      'message' in record ? record.message : null,
    ];
    const content = 'content' in record && record.content.kind === 'whole' ? record.content.payload : null;
    return (
      [...said, content].some((one) => lower(one)?.includes(text.toLowerCase())) ||
      (amount !== null && record.amount === amount)
    );
  },
  notCoveredByPayments: (record, _, { all }) => {
    const paid = [...all.values()].flatMap(({ value }) =>
      value.store === record.store &&
      value.entity === 'payments' &&
      value.parent === record.sourceId &&
      value.state !== 'skipped'
        ? [value.amount ?? ZERO]
        : [],
    );
    return record.amount !== null && compare(record.amount, add(ZERO, ...paid)) > 0;
  },
};

function isOf(
  record: RecordState,
  key: { readonly store: string; readonly entity: string; readonly sourceId: string },
) {
  return record.store === key.store && record.entity === key.entity && record.sourceId === key.sourceId;
}

export function meets(record: RecordState, filter: RecordFilter, inside: Inside): boolean {
  // Each value is of the type that its own name's check takes.
  return Object.entries(filter).every(
    ([name, value]) => value === undefined || checks[name as keyof RecordFilter](record, value as never, inside),
  );
}
