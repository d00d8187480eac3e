import type { RecordFacts } from '../../src/ledger/record.ts';
import type { Content, Findings, RecordCore, RecordState } from '../../src/ledger/record-state.ts';
import { instant } from '../../src/model/time.ts';

export const NO_FACTS: RecordFacts = { bookedOn: null, tax: null, currency: null, status: null, method: null };

export const core: RecordCore = {
  ...{ store: 'west', entity: 'orders', sourceId: 'N1', origin: 'api', hash: 'h', rules: 'r', toBeRead: false },
  ...{ parent: null, amount: null, facts: NO_FACTS, changedInSource: null, accepted: null, acceptedAs: null },
  ...{ readAs: null, copiedAs: null, byHand: null, quarantinedSince: null, loadedFirstIn: null },
  changedAt: instant('2026-07-10T00:00:00Z'),
};

const found: Findings = { message: null, difference: null, replaces: [], seen: [] };
export const content: Content = { kind: 'whole', payload: '{"name":"Jane Secret"}' };

/** One record in each state. */
export const inEachState: readonly RecordState[] = [
  { ...core, ...found, state: 'staged', targetId: null, reason: null, content },
  { ...core, ...found, state: 'staged', targetId: null, reason: null, content: { kind: 'undelivered' } },
  { ...core, ...found, state: 'staged', targetId: 'W1', reason: null, content, copiedAs: '{"salt":"a"}' },
  { ...core, ...found, state: 'writing', targetId: 'W1', reason: null, content },
  { ...core, state: 'loaded', targetId: 'W1', copiedAs: '{"salt":"a"}', loadedFirstIn: 1 },
  { ...core, state: 'linked', targetId: 'W1' },
  { ...core, state: 'linked', targetId: null },
  { ...core, ...found, state: 'skipped', targetId: null, reason: 'not-yet-approved', isGone: false },
  { ...core, ...found, state: 'skipped', targetId: null, reason: 'dropped', isGone: false },
  { ...core, ...found, state: 'quarantined', targetId: null, reason: 'total-unexplained', content },
  { ...core, ...found, state: 'quarantined', targetId: 'W1', reason: 'changed-after-copy', content },
  { ...core, ...found, state: 'quarantined', targetId: 'W1', reason: 'source-gone', content: { kind: 'gone' } },
];
