import type { AuditEntry } from '../ledger/record.ts';
import { BY_A_PERSON } from '../ledger/run-entry.ts';

const words: Readonly<Record<string, (detail: string) => string>> = {
  intent: (detail) => `about to ${detail.startsWith('approve ') ? detail : detail.replace(/^add /, 'add it as ')}`,
  'step-done': (detail) => `${detail === 'add' ? 'added' : `${detail} done`}, read back and found as meant`,
  loaded: () => 'copied: read back and found as meant',
  linked: (detail) => `linked to ${detail}, which was there`,
  skipped: (detail) => `left out: ${detail}`,
  quarantined: (detail) => `quarantined: ${detail}`,
  retry: (detail) => (detail === '' ? 'to be tried again' : `to be tried again; ${detail}`),
  accepted: (detail) => `accepted: ${detail}`,
  absent: (detail) => `not there after all, so the ${detail} may be done again`,
  purged: () => 'its content was taken out of the ledger',
  another: (detail) => `said to be another one than ${detail}`,
  mapped: (detail) => detail,
  'linked-by-hand': (detail) => `linked by hand: ${detail}`,
  adopted: (detail) => `taken into the map: ${detail} was there already`,
};

/** What was done with a record, in words. */
export function doneWords({ event, detail }: Pick<AuditEntry, 'event' | 'detail'>): string {
  return words[event]?.(detail) ?? `${event} ${detail}`;
}

/** `run 12`, `a person (ann@office)` */
export function whoWords({ run, who }: Pick<AuditEntry, 'run' | 'who'>): string {
  return run === BY_A_PERSON ? `a person${who === undefined ? '' : ` (${who})`}` : `run ${run}`;
}
