import type { Pipeline } from '../../config/pipeline.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isToConfirm, type LearnedPrefix, learnedPrefixWords } from '../../model/learned-prefix.ts';
import { upperKey } from '../../model/text-key.ts';
import { addSeconds } from '../../model/time.ts';
import { UNUSED_DAYS } from '../../xero/app/refresh-tokens.ts';
import { tokenFile } from '../../xero/app/token-file.ts';
import type { XeroClient } from '../../xero/client.ts';
import { XERO } from '../../xero/errors.ts';
import { type Organisation, probeList, readLists, readOrganisation } from '../../xero/read.ts';
import type { CheckContext } from './check-context.ts';

type Settings = NonNullable<Pipeline['xero']>;

/**
 * Whether the books can be read: connection, organisation, currency, time zone, lock dates, each scope; and that nothing can
 * be written with what was granted.
 * @throws ConsolidatorError `stopped`
 */
export async function checkXero(
  context: Pick<CheckContext, 'pipeline' | 'findings' | 'signal'>,
  settings: Settings,
  client: XeroClient,
  {
    primaryCurrency,
    learned,
  }: { readonly primaryCurrency?: string | undefined; readonly learned?: LearnedPrefix | undefined },
): Promise<void> {
  const { findings, pipeline, signal } = context;
  let organisation: Organisation;
  try {
    organisation = await readOrganisation(client, { signal });
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    findings.problem('books', XERO, error.message, errorCodes[error.code].remedy, ['xero', 'clientId']);
    return;
  }
  if (settings.tokenFile !== undefined) checkTokens(context, settings.tokenFile);
  checkOrganisation(context, settings, organisation);
  checkScopes(context, client);
  await checkRights(context, client);
  checkCurrency(context, organisation, primaryCurrency);
  const zone = pipeline.primary.timezone;
  if (organisation.timeZone === undefined) {
    const message = `The organisation's time zone is "${organisation.timeZoneName}", which is not known here.`;
    findings.warn('time zone', XERO, message, `Compare it with ${zone}, the primary's.`);
  } else if (organisation.timeZone !== zone && !hasSameClocks(organisation.timeZone, zone)) {
    const message = `The organisation is in ${organisation.timeZone}, and the primary in ${zone}.`;
    findings.warn('time zone', XERO, message, 'Days of invoices are compared as the primary has them; look at a few.');
  } else findings.ok('time zone', XERO, `The organisation has the same time as the primary (${zone}).`);
  checkLocks(context, settings, organisation);
  checkPrefix(context, settings, learned);
}

/** Of an ordinary app; the look at the organisation has just renewed what was due. */
function checkTokens({ findings }: Pick<CheckContext, 'findings'>, file: string): void {
  const kept = tokenFile(file).read();
  if (kept === undefined) return;
  const ends = addSeconds(kept.since, UNUSED_DAYS * 86_400).slice(0, 10);
  const message = `It is an ordinary app, with access to "${kept.name}", last renewed on ${kept.since.slice(0, 10)}. Each run renews it; unused until ${ends} it would end.`;
  findings.ok('books', XERO, message);
}

function checkOrganisation(
  { findings }: Pick<CheckContext, 'findings'>,
  { organisation: wanted }: Settings,
  { id, name, isDemo, isActive }: Organisation,
): void {
  const where = ['xero', 'organisation'];
  if (isDemo) {
    const message = `The connection leads to the demo company "${name}" (${id}).`;
    findings.warn('books', XERO, message, 'Good for trying out; nothing counts as proven by it.', where);
  }
  if (!isActive) findings.warn('books', XERO, `The organisation "${name}" is not active.`, 'Look at it in Xero.');
  if (wanted === undefined) {
    const message = `The connection leads to "${name}". Until the file names it, nothing counts as proven by it.`;
    findings.warn('books', XERO, message, `Where that is right, write \`organisation: ${id}\` below \`xero\`.`);
  } else if (wanted.toLowerCase() !== id) {
    const message = `The connection leads to "${name}" (${id}), and the file names another organisation.`;
    findings.problem('books', XERO, message, errorCodes['xero-other-organisation'].remedy, where);
  } else if (!isDemo)
    findings.ok('books', XERO, `The connection reads the books of "${name}", as the file names them.`);
}

/** Of what signing in takes besides; none of them touches the books. */
const HARMLESS: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

function checkScopes({ findings }: Pick<CheckContext, 'findings'>, { scopes }: XeroClient): void {
  const writing = scopes.filter((scope) => !scope.endsWith('.read') && !HARMLESS.has(scope));
  if (writing.length > 0) {
    const message = `The connection may write: it was given ${writing.join(', ')}. The program sends nothing but reads, whatever it may.`;
    findings.warn('rights', XERO, message, 'Take these scopes off the app at developer.xero.com.');
  } else findings.ok('rights', XERO, `Nothing can be written with it: it was given ${scopes.join(', ')}.`);
}

/** A scope that is missing shows with the first look alone. */
async function checkRights(
  { findings, signal }: Pick<CheckContext, 'findings' | 'signal'>,
  client: XeroClient,
): Promise<void> {
  const seen: string[] = [];
  for (const list of readLists) {
    try {
      await probeList(client, list, { signal });
      seen.push(list);
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      findings.problem('rights', XERO, error.message, errorCodes[error.code].remedy, ['xero', 'scopes']);
    }
  }
  const left = client.leftToday === undefined ? '' : ` ${client.leftToday} requests are left today.`;
  if (seen.length > 0) findings.ok('rights', XERO, `It reads ${seen.join(', ')}.${left}`);
}

function checkCurrency(
  { findings }: Pick<CheckContext, 'findings'>,
  { currency }: Organisation,
  primaryCurrency: string | undefined,
): void {
  if (primaryCurrency === undefined || primaryCurrency === '') {
    findings.warn('currency and tax', XERO, `The books are in ${currency}; the primary's currency is not known.`, '');
  } else if (primaryCurrency.toUpperCase() !== currency) {
    const message = `The books are in ${currency}, and the primary in ${primaryCurrency}.`;
    findings.problem('currency and tax', XERO, message, 'Look whether this is the right organisation.');
  } else findings.ok('currency and tax', XERO, `The books are in ${currency}, as the primary is.`);
}

/** The later of the file's and the organisation's holds. */
function checkLocks(
  { findings, pipeline }: Pick<CheckContext, 'findings' | 'pipeline'>,
  { organisation: wanted }: Settings,
  { id, isDemo, lockDate }: Organisation,
): void {
  const ofFile = pipeline.accounting.lockDate;
  const where = ['accounting', 'lockDate'];
  const isHeld = !isDemo && (wanted === undefined || wanted.toLowerCase() === id);
  if (lockDate === null) findings.ok('books', XERO, 'No period is locked in Xero.');
  else if (ofFile !== undefined && ofFile >= lockDate) {
    findings.ok('books', XERO, `Xero is locked up to ${lockDate}, and the file up to ${ofFile}.`);
  } else if (!isHeld) {
    const message = `Xero is locked up to ${lockDate}. That does not keep anything from being copied, since these are not the pipeline's own books.`;
    findings.warn('books', XERO, message, 'See what is said of the organisation.', where);
  } else {
    const file = ofFile === undefined ? '' : `, later than in the file (${ofFile})`;
    findings.ok('books', XERO, `Xero is locked up to ${lockDate}${file}: nothing of that time is copied.`);
  }
}

/** What invoices show of the export, beside what the file says of it. */
function checkPrefix(
  { findings }: Pick<CheckContext, 'findings'>,
  { invoicePrefix: said }: Settings,
  learned: LearnedPrefix | undefined,
): void {
  const where = ['xero', 'invoicePrefix'];
  if (learned === undefined) {
    const message = 'No look has shown yet what the export puts before the numbers of orders.';
    if (said === undefined) findings.ok('books', XERO, message);
    return;
  }
  const words = learnedPrefixWords(learned);
  if (said === undefined) {
    const message = `${words} Numbers are looked for with it and without.`;
    if (isToConfirm(learned, said)) findings.warn('books', XERO, message, 'Confirm it: `xero confirm`.', where);
    else findings.ok('books', XERO, message);
  } else if (upperKey(said.trim()) === upperKey(learned.prefix)) findings.ok('books', XERO, words);
  else {
    const message = `${words} The file says ${said === '' ? 'nothing' : JSON.stringify(said)}.`;
    findings.problem(
      'books',
      XERO,
      message,
      'See which is right; `xero confirm` writes what the invoices show.',
      where,
    );
  }
}

/** Sydney and Melbourne are one to a bookkeeper. */
function hasSameClocks(a: string, b: string): boolean {
  const hours = (timeZone: string, at: string): string =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }).format(Date.parse(at));
  return ['2026-01-15T00:00:00Z', '2026-07-15T00:00:00Z'].every((at) => hours(a, at) === hours(b, at));
}
