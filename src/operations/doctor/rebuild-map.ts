import type { BackupName } from '../../ledger/backup.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { personHere } from '../../session/person-here.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import type { AdoptionReport } from '../adopt/adopt-copies.ts';
import type { AdoptionOptions } from '../adopt/open-adoption.ts';
import { adoptWith } from '../adopt/open-adoption.ts';
import { copyLinks } from './carry-links.ts';

interface Rebuilt {
  readonly report: AdoptionReport;
  /** The installation whose copies the new ledger goes on with; a new one where the copies name none. */
  readonly installation: string;
  /** Where the ledger that stood there was kept. */
  readonly kept: BackupName | undefined;
  /** What people had linked by hand, taken over from the ledger before; null where it could not be read. */
  readonly linked: number | null;
}

/**
 * Makes the map of ids anew from what the primary's copies say of themselves, for a ledger that is lost or beyond repair.
 * The new ledger takes the old one's place only when it is complete. A run after it reads everything since `since` again
 * and finds the copies unchanged.
 * @throws ConsolidatorError `ledger-of-another-installation` when the copies name several and none was chosen
 */
export async function rebuildMap(
  options: Omit<AdoptionOptions, 'dryRun' | 'stores'> & {
    /** Chosen by a person, where copies of several installations are found. */
    readonly installation?: string | undefined;
    readonly now: () => number;
    /** Why, in the person's own words; it goes into the audit. */
    readonly reason?: string | undefined;
  },
): Promise<Rebuilt> {
  const { pipeline, home, now } = options;
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources, { signal: options.signal });
    const keeper = keeperOf(pipeline, resources.lease);
    const fresh = keeper.rebuilding();
    await fresh.make();
    const ledger = await fresh.open({ now, who: personHere() });
    let report: AdoptionReport;
    let installation: string;
    let linked: number | null;
    try {
      await ledger.pinStores(pipeline.name, [pipeline.primary, ...pipeline.secondaries]);
      linked = await copyLinks(keeper, ledger, now);
      const { pairs: _pairs, ...found } = await adoptWith(options, ledger, resources);
      report = found;
      installation = choose(report, options.installation) ?? ledger.installationId;
      await ledger.setInstallationId(installation);
      await ledger.claim('rebuilt', { reason: options.reason });
    } finally {
      await ledger.close();
    }
    const kept = await fresh.putInPlace(now());
    return { report, installation, kept, linked };
  } finally {
    await resources.close();
  }
}

function choose({ installations }: AdoptionReport, wanted: string | undefined): string | undefined {
  const found = Object.entries(installations);
  if (wanted !== undefined || found.length === 0) return wanted;
  const [only, ...others] = found;
  if (others.length === 0) return only?.[0];
  const list = found.map(([id, count]) => `${id} (${count} copies)`).join(', ');
  throw new ConsolidatorError(
    'ledger-of-another-installation',
    `The primary holds copies of several installations: ${list}. Find out which one this is, and name it with --installation.`,
  );
}
