interface ErrorCodeEntry {
  /** What happened, in one sentence; heads the entry in `docs/errors.md`. */
  readonly meaning: string;
  /** What a person should do about it. */
  readonly remedy: string;
  readonly retry: 'never' | 'safe' | 'after-look-up';
  readonly exit: 1 | 2 | 5;
}

const entry = (
  meaning: string,
  remedy: string,
  retry: ErrorCodeEntry['retry'] = 'never',
  exit: ErrorCodeEntry['exit'] = 1,
): ErrorCodeEntry => ({ meaning, remedy, retry, exit });

/** One answer for several causes; some can't be, where it is known whether a user name was sent. */
const keyTroubles = [
  { words: 'the key is wrong or was cut off when copied (they have 32 or more characters)' },
  { words: 'it is the key of another store' },
  { words: 'it is a user-based key and `username` is missing (no user name is sent here)', sent: false },
  { words: "it is a user-based key, and `username` is another user's", sent: true },
  { words: 'it is the store-wide key, and a `username` is sent along', sent: true, tried: false },
  { words: 'the key was reset or revoked' },
] as const satisfies readonly { readonly words: string; readonly sent?: boolean; readonly tried?: boolean }[];

/** @param sent whether a user name was sent with the key @param tried whether it was tried without one as well */
export function keyRemedy({ sent, tried }: { readonly sent: boolean; readonly tried: boolean }): string {
  const possible = keyTroubles.filter(
    (one) => (!('sent' in one) || one.sent === sent) && (!('tried' in one) || one.tried === tried),
  );
  const words = possible.map((one) => one.words).join('; ');
  return `${CAUSES}${words}.${tried ? '' : ' `check` says more.'}`;
}

const CAUSES = 'One of these: ';

/** Whether a message tells already what its code's remedy would, and in the very case. */
export function tellsItsRemedy(message: string): boolean {
  return message.includes(CAUSES);
}

/** Every code an error can carry. `docs/errors.md` is generated from this table. */
export const errorCodes = {
  usage: entry('The command line could not be understood.', 'See `neto-consolidator <command> --help`.', 'never', 2),
  'config-invalid': entry(
    'The pipeline file has a key that is missing, unknown or wrong.',
    'Mend the place that the message names (file, line, column); it says what was found and what was expected.',
    'never',
    2,
  ),
  'config-unreadable': entry(
    'The pipeline file could not be read, or is not YAML.',
    'Check the path and the place that the message names.',
    'never',
    2,
  ),
  'environment-missing': entry(
    'The pipeline file refers to an environment variable that is not set.',
    'Set it in the environment, or in the `.env` file beside the pipeline file. Keys never go into the pipeline file.',
    'never',
    2,
  ),
  'store-unreachable': entry(
    'No connection to the store could be made, so nothing was sent.',
    'Check the address and the network. The run goes on where it stopped, next time.',
    'safe',
  ),
  'address-unknown': entry(
    "The store's name could not be looked up (DNS), so nothing was sent.",
    'Check `url` for a slip of the pen, and whether this machine can look up names at all.',
    'safe',
  ),
  'tls-failed': entry(
    'No secure connection to the store could be made (TLS), so nothing was sent.',
    "Check `url`, this machine's clock and the store's certificate. Behind a company proxy with its own certificates, point NODE_EXTRA_CA_CERTS at them.",
    'safe',
  ),
  'connection-lost': entry(
    'The connection broke after the request had been sent: whether the store carried it out is unknown.',
    'Nothing to do: what was written is looked up before anything is sent again.',
    'after-look-up',
  ),
  'time-out': entry(
    'The store did not answer in time: whether it carried the request out is unknown.',
    'Nothing to do: what was written is looked up before anything is sent again. Raise `timeoutSeconds` if the store is always slow.',
    'after-look-up',
  ),
  'server-error': entry(
    'The store answered with an HTTP 5xx: whether it carried the request out is unknown.',
    'Usually passes by itself. What was written is looked up before anything is sent again.',
    'after-look-up',
  ),
  'rate-limited': entry(
    'The store answered HTTP 429: too many requests a minute from all of its apps together.',
    'Lower `requestsPerMinute` of that store, or see which other software uses its API.',
    'safe',
  ),
  redirected: entry(
    'The store sent a redirect to another address. Redirects are not followed, since the key would travel with them.',
    "Put the store's exact address (with or without www) into `url`.",
  ),
  'not-json': entry(
    'The answer is not JSON.',
    'Look at the store; what was written is looked up before anything is sent again.',
    'after-look-up',
  ),
  'not-xml': entry(
    'The answer is not well-formed XML.',
    'Look at the store; what was written is looked up before anything is sent again.',
    'after-look-up',
  ),
  'html-answer': entry(
    'The store answered with an HTML page instead of data: usually a wrong address, a login page or a maintenance page.',
    'Open the address in a browser. `url` must be the store itself, without a path.',
    'after-look-up',
  ),
  'answer-truncated': entry(
    'The answer ended in the middle.',
    'Nothing to do: reads are repeated, writes are looked up first.',
    'after-look-up',
  ),
  'answer-too-large': entry(
    'The answer is larger than the program accepts.',
    'Lower `pageSize` of that store.',
    'after-look-up',
  ),
  'answer-unexpected': entry(
    'The answer is well-formed, but does not have the shape that the Neto API describes.',
    'Report it with the request log; the message names the field.',
    'after-look-up',
  ),
  'http-refused': entry(
    'The store refused the request with an HTTP 4xx status.',
    'See the status in the message: 401 and 403 concern the key and its rights, 404 the address, 413 the size.',
  ),
  'key-refused': entry(
    'The store answered "Invalid API Key".',
    `${CAUSES}${keyTroubles.map(({ words }) => words).join('; ')}. \`check\` tries both forms and says which one works.`,
  ),
  'request-refused': entry(
    'The store understood the request and refused it (Ack: Error).',
    "The message quotes the store's own words.",
  ),
  'clock-unbelievable': entry(
    "A store's time is more than a day behind this machine's, so that nothing was read from it.",
    "Compare this machine's clock with the time on a telephone, and set it right (NTP); where it is right, ask the store's provider. The next run goes on from where the last one stood.",
  ),
  'reads-nothing': entry(
    'The store answers, but shows no order at all. A key without the right to see orders looks just like this.',
    "Give the key's user the right to see orders; for a store that is really empty use `--allow-empty`.",
  ),
  'shows-none': entry(
    'A store shows none of its payments, or of its returns, any more, more than a few copied ones among them. The daily look tells it; no copy is touched.',
    "Give the key's user the right to see them. If they were really deleted, remove their copies in the primary by hand: the next daily look then says no more of them.",
  ),
  'fields-not-shown': entry(
    'A store shows none of its records with a field that decides about them, such as CompleteStatus: all of them would be left out, or quarantined, for what is not seen of them.',
    "Give the key's user the rights to see orders, payments and returns in full, or ask the store's vendor why the field that the message names is not shown; the next run reads all that was not taken.",
  ),
  'pages-never-end': entry(
    'The store went on delivering pages beyond every sensible bound.',
    'Report it with the request log.',
  ),
  'secondary-is-read-only': entry(
    'The program was about to send a writing request to a store that it only reads (a secondary; in a plan the primary, too), and stopped itself.',
    'This is a mistake in the program: report it.',
  ),
  'ledger-missing': entry(
    'The pipeline has no ledger yet, so there is nothing to look at.',
    'Before the first run: `plan`, then `run`; `check` names what to map or mend before it. If there were runs, look whether `ledger` in the pipeline file names the right path. If the ledger is lost, restore a backup (`doctor <pipeline> --restore FILE`), or make it anew from the copies in the primary (`doctor <pipeline> --rebuild`).',
    'never',
    2,
  ),
  'ledger-newer': entry(
    'The ledger was made by a newer version of the program.',
    'Update the program; an older one must not touch it.',
    'never',
    2,
  ),
  'ledger-not-ours': entry(
    'The file at `ledger` is not a ledger of this program.',
    'Check the path. The file was not changed.',
    'never',
    2,
  ),
  'ledger-damaged': entry(
    'The ledger file is damaged.',
    'Restore the latest backup (`doctor --restore` lists them); a run then looks up what the primary holds before it writes.',
  ),
  'ledger-of-another-pipeline': entry(
    'The ledger belongs to another pipeline, or one of its stores had another address.',
    'Each pipeline has its own ledger. Put the right path into `ledger`, or the right address into `url`.',
    'never',
    2,
  ),
  'ledger-of-another-installation': entry(
    'The primary holds copies that another installation (another ledger) made.',
    "First look whether `ledger` in the pipeline file names the right file: a wrong path makes a new, empty ledger. If it does, look for another installation that copies into this primary, and stop it: two of them can copy an order twice. If there is none and the ledger is lost, restore a backup (`doctor <pipeline> --restore FILE`), or make it anew from the primary's copies (`doctor <pipeline> --rebuild`). Only where none of this helps: `run --take-over`.",
    'never',
    2,
  ),
  'store-renamed': entry(
    'A store that the ledger knows has another name in the pipeline file, under which all of it would be copied again.',
    'Give the store the name again that the message says: it stands on every line of its copies.',
    'never',
    2,
  ),
  'store-left-open': entry(
    'A store was taken out of the pipeline file while some of its records waited to be written, or to be looked for.',
    '`doctor --close-store NAME` settles them by looking, and says what stays. Or put the store back into the file.',
  ),
  'ledger-moved': entry(
    'The ledger was used in another place (state home) until now, so that two of it may be at work.',
    'Where this ledger is the only one that is used from now on: `doctor --moved`. In a container, put the state home (`NETO_CONSOLIDATOR_HOME`) on the volume first, or each new container is another place.',
    'never',
    2,
  ),
  'ledger-superseded': entry(
    'A copy in the primary was made by a later generation of this ledger: it was moved, restored, rebuilt or taken over, and goes on there. This one must not write any more.',
    'Stop this installation. If it is this ledger that is to go on, stop the other one and say so here: `doctor --restored`.',
  ),
  'ledger-behind': entry(
    'The primary has copies that this ledger made, and does not know: it was put back to an older state without `doctor --restore`, or a copy of it is used elsewhere.',
    'If it was put back (a backup, a snapshot of the machine): `doctor --restored`, then run again; what was copied since is found, not copied twice. If a copy of it is used elsewhere, stop that one first.',
  ),
  'ledger-in-use-elsewhere': entry(
    'The primary has new copies by this very ledger that it does not know of: another copy of the ledger is at work.',
    'Find the other one and stop it. Then let the one that is to go on say so: `doctor --restored`, and run again.',
  ),
  'copied-by-another-recipe': entry(
    'Most orders of a store seem to stand in the primary already, under numbers of their own.',
    'Look at the orders that the message names. If they are copies: give `prefix` of that store the target prefix that they have, and take them into the map (`adopt`). If they are not: run once with `--not-copied-yet` and the name of the store.',
  ),
  'ledger-unwritable': entry(
    'The ledger could not be written (disk full, read-only, or locked by another program).',
    'Free the disk or the lock, and run again: what is open is settled first.',
  ),
  'backup-failed': entry(
    'No backup of the ledger could be made: before its schema is brought up to date, so that nothing was begun; or the daily one, without which the run goes on.',
    'Free the disk, or give the user the right to write the folder that the message names, and run again.',
    'never',
    2,
  ),
  'pipeline-locked': entry(
    'Another run holds this pipeline, or writes to the same primary. A decision that holds it is waited for, ten seconds at most.',
    'Wait for it to end. The message names its process.',
    'never',
    5,
  ),
  'exports-elsewhere': entry(
    'The ledger is in a database that several machines use, and batches of an export that may not be confirmed yet lie on another one of them.',
    'Confirm them there (`export confirm`), and run once there. Where that machine is gone, and nobody will import its files any more: `doctor --moved`.',
    'never',
    2,
  ),
  'lease-lost': entry(
    'The ledger is in a database, and another process has taken the pipeline over: this one did not reach the database for 40 seconds, or stood still for as long. It writes nothing more.',
    'Nothing to do: the message names who goes on. Where it comes often, look at the network between this machine and the database, and whether the machine sleeps.',
    'never',
    5,
  ),
  'lease-unproven': entry(
    'Right before a write the database is asked whether this process may still write, and each time two seconds passed before the write could leave. Nothing was sent.',
    'See what is slow: the way to the database, the connection to the store, or this machine; and whether its clock is set while it runs. The next run goes on.',
    'safe',
  ),
  'first-run-unconfirmed': entry(
    "The run would create more than 200 orders of a store that were placed before the last whole run of that store began: it is the first one, `since` was moved back, a watermark was lost, or the key is another store's. Nothing was written for that store.",
    'Look at `plan`, or try a few first: `run` with `--limit 5` copies so many orders of each store, and asks nothing. Where these orders are wanted, run once with `--yes`; what is traded from then on is never asked about.',
    'never',
    2,
  ),
  'name-missing-in-primary': entry(
    'The pipeline needs a payment method, shipping method or warehouse that the primary does not have.',
    'Create it in the primary, or mend the map in the pipeline file. `check` lists them all.',
    'never',
    2,
  ),
  'not-found': entry(
    'What the command asked for is not there: a record, a run, an order, a batch, a backup.',
    'Check what was typed; the message says where it was looked for.',
    'never',
    2,
  ),
  'guard-stopped': entry(
    'Some orders have what Xero would refuse or take wrongly, and the pipeline file says `stop` for that. Nothing of them was written.',
    'Mend what the message names, or set that key of `guards` to `hold`, which puts such records into quarantine.',
  ),
  'reference-altered': entry(
    'The primary altered the reference by which a payment or a return is found again (cut it, ran it together with other text, left it out). No further one of that entity is written; everything else goes on.',
    'Find out in the primary what alters the field, and have it mended; let the record pass if its copy stands there rightly (`quarantine accept`), and run again. Else enter them by hand, and leave that entity out of `entities`.',
  ),
  'payment-reference-unreadable': entry(
    "The primary does not give back the reference of a payment, so that payments can't be told apart. Payments stop.",
    'The orders are copied; enter their payments by hand, or leave `payments` out of `entities`.',
  ),
  'systematic-failure': entry(
    'Many records in a row failed the same way, so the run ended early. Everything is resumable.',
    'See the message of the first failure.',
  ),
  'canary-differs': entry(
    'The first records of a kind came back from the primary with another value in the same field, so no more of them were written for that store.',
    'The message names the field and the setting of the primary that most often does this. Mend it, settle the records in quarantine (`quarantine list` says how), and run again: the next run begins with one record.',
  ),
  stopped: entry('The run was stopped by a signal.', 'Run again: it goes on where it stopped.'),
  'file-unreadable': entry(
    'A file could not be read, or does not hold what it should.',
    'Check the path and the place that the message names.',
    'never',
    2,
  ),
  'fleet-unavailable': entry(
    'The database that the workers of a fleet share could not be reached or used, or what is needed for it is not installed.',
    'The message names the database. Start it, or mend its address; what was asked for may have been done: see `fleet status`.',
    'safe',
    2,
  ),
  'file-unwritable': entry('A file could not be written.', 'Check the path, the rights and the disk.'),
  'feed-unreadable': entry(
    'A feed file could not be opened or read.',
    'Check the path and the rights; the message names both.',
    'never',
    2,
  ),
  'feed-encoding': entry(
    'A feed file is in an encoding that the program does not take (UTF-16, UTF-32, or holding NUL bytes).',
    'Save it as UTF-8 (or Windows-1252, or ISO-8859-1) and try again.',
  ),
  'feed-malformed': entry(
    'A feed file is not well-formed: a quote or an element left open, a row with too few or too many cells, a cell beyond all measure.',
    'Look at the place that the message names (file, line, column, record). Nothing was written.',
  ),
  'feed-of-another-store': entry(
    'No order id of a feed file has a prefix that the store is known for.',
    'Look whether the file is of another store; else add its prefix to `prefix` of that store. Nothing of the file was taken.',
  ),
  'feed-columns': entry(
    'A feed file does not have the columns or elements that are needed, or has one twice.',
    'Compare the header with the one that the message expects; `rewrite --column` names columns of another name, `import --set` gives a value for one that is not there.',
  ),
  'feed-id-refused': entry(
    'An id in a feed file cannot be rewritten so that no two ids can meet.',
    'See the message: declare the prefix with `--prefix`, mend the id, or keep ids of other prefixes with `--keep-other`.',
  ),
  'output-exists': entry(
    'The file to be written is there already, or is one that is never replaced.',
    'Give another path, or `--force` to replace it. Never replaced are the input, the ledger, pipeline files, `.env`, and what is no plain file.',
    'never',
    2,
  ),
  'xero-sign-in-refused': entry(
    'Xero gave no token for the id and the secret of the connection.',
    'Copy both anew from the app at developer.xero.com into the variables that the pipeline file names; the message says what Xero answered.',
  ),
  'xero-not-connected': entry(
    'The ordinary app has no token to read Xero with, or its file of tokens can not be used.',
    'Run `xero connect`, and sign in to Xero as somebody who may see the books; the message says which file.',
  ),
  'xero-grant-ended': entry(
    'The access that a person gave to the books has ended: it was taken back, or nobody used it for 60 days.',
    'Custom connection: have it authorised anew at developer.xero.com. Ordinary app: run `xero connect`, and sign in once more.',
  ),
  'xero-scope-missing': entry(
    'The connection to Xero may not read what is needed.',
    'Give the app the scope that the message names at developer.xero.com; a change there switches the connection off until it is authorised anew.',
  ),
  'xero-disconnected': entry(
    'The connection to the organisation in Xero is lost: it was taken back, or a demo company was reset.',
    'Custom connection: have it authorised anew at developer.xero.com. Ordinary app: run `xero connect` once more. Until then nothing is proven, and new orders wait whose numbers are not known to be free in Xero.',
  ),
  'xero-day-limit': entry(
    "Xero's limit of requests a day is used up.",
    'Nothing to do: what could not be read is told as unproven, and read the next day. See which other software uses the same connection.',
  ),
  'xero-other-organisation': entry(
    'The connection leads to another organisation than the one that the pipeline file names.',
    'Look which of the two is right: have the connection authorised for the other organisation, or put the id that `check` shows into `xero.organisation`.',
  ),
  'xero-not-asked': entry(
    'New orders wait, since Xero could not be asked whether their numbers are free there: the export might write over another invoice.',
    'See the message for why. The next run that can ask copies them. If Xero is not to be asked any more, take `xero` out of the pipeline file.',
  ),
  'xero-query-too-long': entry(
    'Xero answered HTTP 404: what was asked for is not there, or was too much at once.',
    'Report it with the log: lists that are too long are asked for in parts.',
  ),
  'xero-is-read-only': entry(
    'The program was about to send a writing request to Xero, which it only reads, and stopped itself.',
    'This is a mistake in the program: report it.',
  ),
  'token-ended': entry('A token for Xero had ended.', 'Nothing to do: a new one is fetched.', 'safe'),
  internal: entry('A mistake in the program.', 'Report it. What was open is settled by the next run.'),
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
