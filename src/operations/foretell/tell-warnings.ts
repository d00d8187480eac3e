import { plural, singular } from '../../entities/kinds.ts';
import type { ByEntity } from '../../model/entities.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { RunWarning } from '../../run/context/warnings.ts';
import type { Topic } from '../findings/finding.ts';
import { examplesOf, type Telling } from '../findings/findings.ts';
import type { Simulation } from './simulate.ts';

/** What to do about each, as a run warns of it. */
const remedies: Readonly<Record<string, string>> = {
  'clock-untold': 'Keep the clock of this machine right (NTP).',
  'own-clock-wrong': 'Set the clock of this machine (NTP).',
  'clock-differs':
    "Compare both with the time on a telephone. Runs pass over nothing, but the store's own stamps follow its clock.",
};

/** Of no use to somebody who has not begun yet. */
const LEFT_OUT: readonly string[] = ['contacts-not-read', 'not-shown'];
const topics: ByEntity<Topic> = { products: 'articles', customers: 'accounts' };

/** What would be copied all the same, and a person should know of; of one kind as one. */
export function reportWarnings({ findings }: Telling, name: string, { summary }: Simulation): void {
  const own = summary.warnings.filter(({ store, code }) => store === name && !isOfClock(code));
  const ofGuards = own.filter(({ guard }) => guard !== undefined);
  for (const { guard = '', message } of ofGuards) {
    const remedy = `Mend it in the store. With \`guards.${guard}: hold\` such orders are kept back.`;
    findings.warn('guards', name, message, remedy, ['guards', guard]);
  }
  const others = own.filter(({ guard, code }) => guard === undefined && !LEFT_OUT.includes(code));
  for (const group of Map.groupBy(others, ({ entity, code }) => `${entity} ${code}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const remedy = reasonOf(first)?.remedy ?? 'Look at it before the first run.';
    findings.warn(topics[first.entity] ?? 'recent orders', name, messageOf(first, group), remedy);
  }
}

function messageOf(first: RunWarning, group: readonly RunWarning[]): string {
  const reason = reasonOf(first);
  if (reason === undefined) return group.length === 1 ? first.message : `${first.message} (${group.length} such)`;
  const what = `${group.length} ${group.length === 1 ? singular(first.entity) : plural(first.entity)}`;
  return `${what} of recent orders (${examplesOf(group.map(({ sourceId }) => sourceId))}): ${reason.meaning} They would be copied.`;
}

function reasonOf({ code }: RunWarning): (typeof reasons)[ReasonCode] | undefined {
  return Object.hasOwn(reasons, code) ? reasons[code as ReasonCode] : undefined;
}

/** Whether a store's clock and this machine's agree; what is worse has been told as a problem of the run. */
export function reportClock({ findings, pipeline }: Telling, store: string, { summary }: Simulation): void {
  const told = summary.warnings.filter((warning) => warning.store === store && Object.hasOwn(remedies, warning.code));
  for (const { code, message } of told) findings.warn('clock', store, message, remedies[code] ?? '');
  const ownIsWrong = summary.warnings.some(({ code }) => code === 'own-clock-wrong');
  if (ownIsWrong || findings.isTold('clock', store)) return;
  const most = pipeline.load.clockToleranceSeconds;
  findings.ok('clock', store, `Its clock and this machine's differ by no more than ${most} s.`);
}

/** Whether a warning of a run is about a clock. */
function isOfClock(code: string): boolean {
  return Object.hasOwn(remedies, code);
}
