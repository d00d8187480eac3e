import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, instant, instantOfMilliseconds } from '../../model/time.ts';
import { atMost } from '../../session/paced-client.ts';
import { type ContactName, contactKey } from '../../transform/guards/contacts.ts';
import type { AccountNames } from '../context/contact-survey.ts';
import { primaryHost } from '../context/context.ts';
import { ledgerSecret } from '../context/ledger-secret.ts';
import { isNarrowed } from '../context/narrowing.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { accountNamesOf, type NamedAccount } from '../copies/account-names.ts';
import { DailyProgress } from './daily-progress.ts';
import { inPieces, type Pieces } from './in-pieces.ts';

const SCOPE = 'contacts';
const BEGINNING = instant('2000-01-01T00:00:00Z');
/** Seconds that a change may show later than it was made. */
const OVERLAP = 3600;
/** Enough to find one who is somebody else; a name such as Cash Sale may have thousands. */
const ALIKE = 20;
/** Accounts of which more than the hash is kept until the run ends. */
const KEPT = 2000;

/**
 * How the primary's accounts are called in Xero: read once, then what has changed. The ledger keeps user names, each with
 * a hash of the name under a random key that lies in the same ledger: it says who is called alike, and not how.
 */
export class ContactIndex implements AccountNames {
  readonly #context: ReadingRun & DailyWork;
  readonly #host: string;
  readonly #secret: string;
  readonly isWhole: boolean;
  readonly isRead: boolean;
  readonly readNow: Map<string, NamedAccount>;

  private constructor(
    context: ReadingRun & DailyWork,
    given: Pick<ContactIndex, 'isWhole' | 'isRead' | 'readNow'> & { readonly secret: string },
  ) {
    this.#context = context;
    this.#host = primaryHost(context);
    this.#secret = given.secret;
    this.isWhole = given.isWhole;
    this.isRead = given.isRead;
    this.readNow = given.readNow;
  }

  /**
   * Reads what is new, as far as this run may ask for daily work. A narrowed run reads nothing.
   * @throws ConsolidatorError where the primary can't be read
   */
  static async open(context: ReadingRun & DailyWork): Promise<ContactIndex> {
    const { ledger, narrowing } = context;
    const secret = await ledgerSecret(ledger);
    const mark = `${primaryHost(context)} read to`;
    const before = (await ledger.learned(SCOPE, mark)) as Instant | null;
    const known = new ContactIndex(context, { secret, isWhole: before !== null, isRead: false, readNow: new Map() });
    const upTo = isNarrowed(narrowing) ? undefined : await known.#read(before);
    if (upTo === undefined) return known;
    await ledger.learn(SCOPE, mark, upTo);
    return new ContactIndex(context, { secret, isWhole: true, isRead: true, readNow: known.readNow });
  }

  async accountsNamed(names: readonly ContactName[]): Promise<string[]> {
    const keys = names.map((name) => contactKey(name, this.#secret)).filter((key) => key !== '');
    const found = await this.#context.ledger.contactsNamed(this.#host, keys, ALIKE);
    return [...new Set([...found.values()].flat())];
  }

  /** @returns the primary's time up to which all is read; undefined where this run has no requests left for it */
  async #read(since: Instant | null): Promise<Instant | undefined> {
    const { ledger, daily, primary, primaryTime, now, signal } = this.#context;
    const upTo = primaryTime.now() ?? instantOfMilliseconds(now());
    const progress = await DailyProgress.open(this.#context, `${this.#host} contacts`, upTo);
    const range = { from: since === null ? BEGINNING : addSeconds(since, -OVERLAP), to: addSeconds(upTo, OVERLAP) };
    const paced = daily.paced(primary);
    const pieces: Pieces<ReadingRun['primary']> = {
      context: this.#context,
      asking: paced,
      atMost: (requests) => atMost(paced, requests),
    };
    const isDone = await inPieces(pieces, progress, range, async (client, piece) => {
      for await (const accounts of accountNamesOf({ primary: client, signal }, piece)) {
        const entries = accounts.map(({ username, billing }) => {
          return { username: lowerKey(username), nameKey: contactKey(billing, this.#secret) };
        });
        await ledger.noteContacts(this.#host, entries);
        for (const account of accounts.slice(0, KEPT - this.readNow.size))
          this.readNow.set(lowerKey(account.username), account);
      }
    });
    if (!isDone) return undefined;
    const { bound } = progress.state;
    await progress.done();
    return bound;
  }
}
