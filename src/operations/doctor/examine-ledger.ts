import { singular } from '../../entities/kinds.ts';
import type { OpenIntent } from '../../ledger/intent.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { millisecondsOf } from '../../model/time.ts';
import { concern, type DoctorFinding, fine } from './finding.ts';

/** An intent older than this was not settled by any of the runs since. */
const STUCK_HOURS = 24;
/** Beyond this a backup takes long and something keeps the ledger from shrinking. */
const LARGE = 2 * 1024 ** 3;

/** Whether a ledger is sound, by looking at it alone. Nothing is changed. @throws ConsolidatorError `ledger-damaged` */
export async function examineLedger(ledger: Ledger, now: number): Promise<DoctorFinding[]> {
  const { integrity, schemaVersion, bytes, orphans, openRuns } = await ledger.examine();
  const intents = await ledger.openIntents();
  const quarantined = await ledger.quarantined();
  return [
    ...integrityFindings(integrity),
    fine(
      'schema',
      `The ledger has schema version ${schemaVersion}, installation ${ledger.installationId}, generation ${ledger.generation}.`,
    ),
    bytes > LARGE
      ? concern('warn', 'size', `The ledger has ${megabytes(bytes)}.`, 'Purge old payloads: `quarantine purge`.')
      : fine('size', `The ledger has ${megabytes(bytes)}.`),
    ...(orphans.length === 0 ? [fine('orphans', 'Everything refers to something that is there.')] : []),
    ...orphans.map(({ what, count }) =>
      concern('problem', 'orphans', `${count} ${what}.`, 'Restore a backup, or make the map anew: `doctor --rebuild`.'),
    ),
    ...intentFindings(intents, now),
    openRuns === 0
      ? fine('runs', 'Every run has ended.')
      : concern(
          'warn',
          'runs',
          `${openRuns} runs never ended: one under way, or killed ones.`,
          'Nothing, if the next run is good: it settles what they left.',
        ),
    quarantined.length === 0
      ? fine('quarantine', 'Nothing is in quarantine.')
      : concern(
          'warn',
          'quarantine',
          `${quarantined.length === 1 ? '1 record is' : `${quarantined.length} records are`} in quarantine.`,
          'See `quarantine list`.',
        ),
  ];
}

function integrityFindings(integrity: readonly string[]): DoctorFinding[] {
  if (integrity.length === 0) return [fine('integrity', 'The ledger file is sound.')];
  return [
    concern(
      'problem',
      'integrity',
      `The ledger file is damaged: ${integrity.slice(0, 3).join('; ')}.`,
      'Restore the latest backup: `doctor --restore FILE`; without one make the map anew: `doctor --rebuild`.',
    ),
  ];
}

function intentFindings(intents: readonly OpenIntent[], now: number): DoctorFinding[] {
  const stuck = intents.filter(({ at }) => now - millisecondsOf(at) > STUCK_HOURS * 3_600_000);
  if (intents.length === 0) return [fine('intents', 'No write is of unknown outcome.')];
  if (stuck.length === 0) {
    return [fine('intents', `${intents.length} writes are of unknown outcome; the next runs settle them by looking.`)];
  }
  return stuck.map(({ key, action, targetId, at, lookUps }) =>
    concern(
      'problem',
      'intents',
      `"${action}" of the ${singular(key.entity)} ${key.store} ${key.sourceId} as ${targetId} is unsettled since ${at}, after ${lookUps} look-ups.`,
      'Start a run. If it stays, look whether the entity or the store was taken out of the pipeline file.',
    ),
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
