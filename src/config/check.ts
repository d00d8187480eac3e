import { ConsolidatorError } from '../model/errors.ts';
import { isPostgresAddress, parsePostgresAddress } from '../model/postgres-address.ts';
import { checkAddresses, checkRates } from './address-checks.ts';
import { checkAlerts } from './alert-checks.ts';
import { checkDemands } from './demands.ts';
import { checkPrefixes } from './prefix-checks.ts';
import { type KeyPath, type Place, pathText } from './problems.ts';
import { checkReferences, checkSkuPrefixes, checkUsernames } from './reference-checks.ts';
import {
  checkDates,
  checkEntities,
  checkFinalStatus,
  checkInitialStatus,
  checkMethods,
  checkNames,
  checkPaymentTerms,
  checkSettling,
} from './rule-checks.ts';
import { type PipelineFile, pipelineFileSchema } from './schema.ts';
import { findingsOf, missingKey } from './sentences.ts';
import { FileView, type Finding } from './store-view.ts';
import { isOneReference } from './substitute.ts';
import { entryAt, type Source, type SourceProblem } from './yaml-source.ts';

interface Checked {
  readonly problems: readonly SourceProblem[];
  readonly file: PipelineFile | undefined;
  readonly view: FileView;
}

const checks: readonly ((view: FileView) => Finding[])[] = [
  checkAddresses,
  checkRates,
  checkNames,
  checkSettling,
  checkMethods,
  checkPaymentTerms,
  checkDates,
  checkEntities,
  checkInitialStatus,
  checkFinalStatus,
  checkPrefixes,
  checkReferences,
  checkUsernames,
  checkSkuPrefixes,
  checkAlerts,
  checkXeroAddresses,
  checkLedgerAddress,
];

/** All that is wrong with the file, besides variables that are not set. */
export function check(source: Source, missing: ReadonlySet<string>): Checked {
  const view = new FileView(source, missing);
  const parsed = pipelineFileSchema.safeParse(source.data ?? {}, { reportInput: false });
  const findings: Finding[] = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => findingsOf(issue, view))),
    ...checkDemands(view).map(({ path, why }) => missingKey(path, ` although ${why}`)),
    ...checks.flatMap((one) => one(view)),
  ];
  const literal = [
    ...checkKeys(view),
    ...checkPasswords(view),
    ...checkLedgerSecret(view),
    ...checkXeroSecrets(view),
    ...checkSecrets(view),
  ];
  // A literal key has one fault that matters; whatever else is wrong with it goes away with it.
  const isLiteral = pathsOf(literal.map((finding) => finding.path));
  // `timezon` says already why there is no `timezone`.
  const isMeant = pathsOf(findings.flatMap(({ meant }) => (meant === undefined ? [] : [meant])));
  const kept = findings.filter(({ path, missing }) => !isLiteral(path) && !(missing === true && isMeant(path)));
  const problems = [...kept, ...literal].map(({ path, message, atKey }) => {
    return { place: placeOf(source, path, atKey ?? false), message };
  });
  return { problems, file: parsed.success ? parsed.data : undefined, view };
}

function pathsOf(paths: readonly KeyPath[]): (path: KeyPath) => boolean {
  const texts = new Set(paths.map(pathText));
  return (path) => texts.has(pathText(path));
}

/** The place of the value; for a key that is not there, the place of what it should stand in. */
function placeOf(source: Source, path: KeyPath, atKey: boolean): Place {
  const entry = entryAt(source, path);
  if (entry !== undefined) return (atKey ? entry.keyPlace : undefined) ?? entry.place;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const above = entryAt(source, path.slice(0, length));
    if (above !== undefined) return above.keyPlace ?? above.place;
  }
  return { line: 1, column: 1 };
}

/** Promise 8: a key that stood in the file would be in every copy and commit of it. */
function checkKeys(view: FileView): Finding[] {
  return view.stores().flatMap((store): Finding[] => {
    const path = [...store, 'key'];
    const written = entryAt(view.source, path)?.written;
    if (written === undefined || written === null || isOneReference(String(written))) return [];
    const blanks = typeof written === 'string' && isOneReference(written.trim());
    const message = blanks
      ? '"key" has blanks around its variable; expected the variable alone; take the blanks away, Neto would answer "Invalid API Key"'
      : `"key" stands in the file itself (not shown); expected one variable, since keys come from the environment; write for example \${WEST_STORE_KEY} and set it in the environment or .env`;
    return [{ path, message }];
  });
}

/** Of the mail server; those of stores have their own check. */
const PASSWORDS = ['smtp', 'password'] as const;

function checkPasswords({ source }: FileView): Finding[] {
  return PASSWORDS.flatMap((key): Finding[] => {
    const path = ['onProblem', 'email', key];
    const written = entryAt(source, path)?.written;
    if (written === undefined || written === null || isOneReference(String(written))) return [];
    const fact = `"onProblem.email.${key}" stands in the file itself (not shown)`;
    const expected = 'expected one variable alone, since passwords come from the environment';
    const name = key === 'smtp' ? 'SMTP_URL' : 'SMTP_PASSWORD';
    return [
      { path, message: `${fact}; ${expected}; write for example \${${name}} and set it in the environment or .env` },
    ];
  });
}

/** Of the connection to Xero. */
const XERO_SECRETS: readonly string[] = ['clientId', 'clientSecret'];

function checkXeroSecrets({ source }: FileView): Finding[] {
  return XERO_SECRETS.flatMap((key): Finding[] => {
    const path = ['xero', key];
    const written = entryAt(source, path)?.written;
    if (written === undefined || written === null || isOneReference(String(written))) return [];
    const name = key === 'clientId' ? 'XERO_CLIENT_ID' : 'XERO_CLIENT_SECRET';
    const fact = `"xero.${key}" stands in the file itself (not shown)`;
    const expected = 'expected one variable alone, since what signs in comes from the environment';
    return [
      { path, message: `${fact}; ${expected}; write for example \${${name}} and set it in the environment or .env` },
    ];
  });
}

/** Either both are on this machine, or neither: the secret of a real connection goes to Xero alone. */
function checkXeroAddresses(view: FileView): Finding[] {
  const [present, absent] = view.has(['xero', 'url']) ? ['url', 'identityUrl'] : ['identityUrl', 'url'];
  if (!view.has(['xero', present]) || view.has(['xero', absent])) return [];
  const message = `"xero.${present}" is on this machine, and "xero.${absent}" is not given, so that it is Xero's own; expected both or neither; give the other one too`;
  return [{ path: ['xero', present], message }];
}

const SECRETS: readonly string[] = ['key', 'source.password'];
const SECRETS_OF_ALERTS: readonly string[] = PASSWORDS.map((key) => `email.${key}`);

/** Promise 8: whatever else holds a key, such as the name of a warehouse, goes into messages and to the primary. */
function checkSecrets({ source }: FileView): Finding[] {
  const entries = [...source.entries].map(([id, entry]) => ({ path: JSON.parse(id) as KeyPath, ...entry }));
  const [own, others] = [entries.filter(isSecret), entries.filter((one) => !isSecret(one))];
  const secrets = new Set(own.flatMap(({ variables }) => variables));
  return others.flatMap(({ path, variables }): Finding[] => {
    const name = variables.find((one) => secrets.has(one));
    if (name === undefined) return [];
    const fact = `${pathText(path)} holds the variable ${name}, which is a key or a password, and would show it`;
    return [
      { path, message: `${fact}; expected another text; write the text itself, and "$\${" where it has a "\${"` },
    ];
  });
}

/** A payment method may be called `key`, too. */
function isSecret({ path: [first, second, ...rest] }: { readonly path: KeyPath }): boolean {
  if (first === 'xero') return XERO_SECRETS.includes(String(second));
  if (first === 'onProblem') return SECRETS_OF_ALERTS.includes([second, ...rest].join('.'));
  const own = first === 'primary' ? [second, ...rest] : rest;
  return SECRETS.includes(own.join('.'));
}

/** An address holds a user and a password. */
function checkLedgerSecret({ source }: FileView): Finding[] {
  const path = ['ledger'];
  const written = entryAt(source, path)?.written;
  if (typeof written !== 'string' || !isPostgresAddress(written)) return [];
  const fact = '"ledger" has the address of a database in the file itself (not shown)';
  const expected = 'expected a variable, since users and passwords come from the environment';
  return [
    { path, message: `${fact}; ${expected}; write for example \${LEDGER_URL} and set it in the environment or .env` },
  ];
}

function checkLedgerAddress(view: FileView): Finding[] {
  const address = view.text(['ledger']);
  if (address === undefined || !isPostgresAddress(address)) return [];
  try {
    parsePostgresAddress(address, view.text(['name']) ?? '');
    return [];
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return [{ path: ['ledger'], message: error.message }];
  }
}
