import path from 'node:path';
import { type Document, parseDocument, visit } from 'yaml';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Pipeline } from '../pipeline.ts';
import { pipelineOf } from '../read-pipeline.ts';
import { holdsReference } from '../substitute.ts';
import type { KeyTable } from './key-table.ts';
import { isSecretWebhook, organisationOf, placesOfSecondaries, type Slot, secretSlots } from './secret-slots.ts';

interface Stored {
  /** The name under which it is stored, which has to be its own. */
  readonly name: string;
  /** A pipeline file without keys. */
  readonly text: string;
}

/** What a worker says of itself. */
interface WhereRun {
  /** The address of the database. */
  readonly ledger: string;
  /** Where this machine keeps what belongs to a pipeline beside its ledger: its lock, decisions that wait. */
  readonly folder: string;
}

/** Said of a pipeline that a worker of a fleet is to run. */
export const NO_TOKEN_FILE =
  '"xero.tokenFile" can\'t be used in a fleet: each renewal of the token ends the one before, so that one machine alone may hold it; take a custom connection, which needs no such file';

/** What stands in for a key where only the rest is looked at. */
const UNKNOWN = 'to-be-read-by-each-worker';

/**
 * A pipeline as it may be stored for all workers: it names no variable, no key, no ledger, and no address that is a secret.
 * @param options.keepsWebhook it is stored already, and an earlier version stored such an address with it
 * @throws ConsolidatorError `config-invalid` with all that is wrong
 */
export function checkStored({ name, text }: Stored, { keepsWebhook = false } = {}): Pipeline {
  const document = documentOf(name, text);
  const slots = secretSlots(document).filter(({ of }) => of !== 'webhook');
  const pipeline = withSecrets(
    { name, text },
    document,
    new Map(slots.map((slot) => [slot, UNKNOWN])),
    // Only looked at: nothing is opened there.
    { ledger: 'postgres://fleet@localhost/fleet', folder: '/' },
  );
  const { webhook } = pipeline.onProblem;
  if (webhook !== undefined && isSecretWebhook(webhook) && !keepsWebhook) throw webhookStored(name, webhook);
  return pipeline;
}

/** Its address is not quoted: it is the secret. */
function webhookStored(name: string, webhook: string): ConsolidatorError {
  const { origin, hostname } = new URL(webhook);
  return new ConsolidatorError(
    'config-invalid',
    `${name}: "onProblem.webhook" holds more than a host, and can't be stored: whoever has such an address may post to it, and it would stand in the database. Write \`webhook: ${origin}\` here, and put the whole address into the table of keys of each worker, below \`${hostname}:\` as \`webhook: { variable: NAME }\`; of several at one host, \`webhook: ${origin}#NAME\` here and \`webhooks: { NAME: { variable: … } }\` there.`,
  );
}

/**
 * The same for a run on this worker, with the secrets that its own table has.
 * @throws ConsolidatorError also `environment-missing` where the table lacks a host or a key
 */
export async function readStored(stored: Stored, table: KeyTable, { ledger, folder }: WhereRun): Promise<Pipeline> {
  const document = documentOf(stored.name, stored.text);
  const secrets = new Map<Slot, string>();
  for (const slot of secretSlots(document)) {
    const secret = await secretFor(slot, table, stored.name);
    if (secret !== undefined) secrets.set(slot, secret);
  }
  const organisation = organisationOf(document);
  // Where the secrets of a connection go to is said where they are, and not by the pipeline.
  if (organisation !== undefined)
    for (const [key, address] of Object.entries(table.standIn(organisation, stored.name)))
      document.setIn(['xero', key], address);
  const pipeline = withSecrets(stored, document, secrets, { ledger, folder });
  for (const host of hostsBesides(pipeline)) table.refuseUnknown(host, stored.name);
  return pipeline;
}

/** @returns undefined where it has none and needs none @throws ConsolidatorError `environment-missing` */
async function secretFor(slot: Slot, table: KeyTable, pipeline: string): Promise<string | undefined> {
  if (slot.of === 'organisation') return table.connectionSecret(slot.organisation, slot.secret, pipeline);
  if (slot.of === 'webhook') return table.webhook(slot.host, slot.name, pipeline);
  const { host, secret, isOptional } = slot;
  const found = await table.secret(host, secret);
  if (found !== undefined || isOptional) return found;
  table.refuseUnknown(host, pipeline);
  throw new ConsolidatorError(
    'environment-missing',
    `The table of keys of this worker has no ${secret} for ${host}. Add it there.`,
  );
}

/** @throws ConsolidatorError `config-invalid`, `config-unreadable` */
function documentOf(name: string, text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined)
    throw new ConsolidatorError('config-unreadable', `${name}: it is no YAML: ${error.message.split('\n')[0]}`);
  const problems: string[] = [];
  if (namesVariable(document))
    problems.push(
      'it names a variable; a pipeline that is stored for all workers takes its keys from the table of each; take out the keys, and write the rest as it is',
    );
  problems.push(...problemsOfXero(document));
  for (const path of [
    ['ledger'],
    ['primary', 'key'],
    ['primary', 'username'],
    ['onProblem', 'email', 'smtp'],
    ['onProblem', 'email', 'password'],
    ...keysOfSecondaries(document),
  ])
    if (document.hasIn(path))
      problems.push(
        `"${path.join('.')}" can't be stored; ${path[0] === 'ledger' ? 'its ledger is in the database of the fleet' : 'secrets come from the table of keys of each worker'}; take it out`,
      );
  if (problems.length > 0)
    throw new ConsolidatorError('config-invalid', problems.map((problem) => `${name}: ${problem}`).join('\n'));
  return document;
}

/** What signs in, and where that is sent, is said by the table of each worker, which knows connections by their organisation. */
function problemsOfXero(document: Document): string[] {
  if (!document.has('xero')) return [];
  const problems = document.hasIn(['xero', 'tokenFile']) ? [NO_TOKEN_FILE] : [];
  for (const key of ['clientId', 'clientSecret', 'url', 'identityUrl'])
    if (document.hasIn(['xero', key]))
      problems.push(`"xero.${key}" can't be stored; it comes from the table of keys of each worker; take it out`);
  if (organisationOf(document) === undefined)
    problems.push(
      '"xero.organisation" is missing, by which the table of keys of each worker has the connection; write the id of the organisation there, which `check` shows',
    );
  return problems;
}

/** In a comment it is a word like another. */
function namesVariable(document: Document): boolean {
  let isFound = false;
  visit(document, {
    Scalar(_, { value }) {
      if (typeof value !== 'string' || !holdsReference(value)) return undefined;
      isFound = true;
      return visit.BREAK;
    },
  });
  return isFound;
}

function keysOfSecondaries(document: Document): (string | number)[][] {
  return placesOfSecondaries(document).flatMap((at) => [
    [...at, 'key'],
    [...at, 'username'],
    [...at, 'source', 'password'],
  ]);
}

function withSecrets(
  { name }: Stored,
  document: Document,
  secrets: ReadonlyMap<Slot, string>,
  { ledger, folder }: WhereRun,
): Pipeline {
  const environment: Record<string, string> = { FLEET_LEDGER: ledger };
  document.set('ledger', `\${FLEET_LEDGER}`);
  [...secrets].forEach(([slot, secret], index) => {
    if (slot.isOptional && secret === UNKNOWN) return;
    environment[`FLEET_SECRET_${index}`] = secret;
    document.setIn(slot.path, `\${FLEET_SECRET_${index}}`);
  });
  const absolute = path.join(folder, `${name}.yaml`);
  const pipeline = pipelineOf(document.toString(), { absolute, file: name, environment });
  const problems = [
    ...placesOnDisk(pipeline),
    ...(pipeline.name === name ? [] : [`its "name" is ${pipeline.name}, and it is stored as ${name}`]),
  ];
  if (problems.length > 0)
    throw new ConsolidatorError('config-invalid', problems.map((problem) => `${name}: ${problem}`).join('\n'));
  return pipeline;
}

/** A worker has no folder for it. */
function placesOnDisk({ secondaries }: Pipeline): string[] {
  return secondaries.flatMap(({ name, source, products }) => [
    ...(source === undefined || source.files.startsWith('sftp://')
      ? []
      : [`the store ${name} is read from files of one machine; a fleet takes files over sftp:// only`]),
    ...(products.map === undefined
      ? []
      : [
          `the store ${name} names the file ${products.map} in products.map, which is on one machine; keep such pipelines in a folder that every worker has (--pipelines)`,
        ]),
  ]);
}

/** Whom it would speak to beside its stores. */
function hostsBesides({ secondaries, onProblem }: Pipeline): string[] {
  const { webhook, email } = onProblem;
  const addresses = [
    webhook,
    ...secondaries.map(({ source }) => source?.files),
    ...secondaries.map(({ source }) => source?.moveTo),
  ];
  const hosts = addresses.flatMap((address) =>
    address !== undefined && URL.canParse(address) ? [new URL(address).hostname] : [],
  );
  return email === undefined ? hosts : [...hosts, email.server.host];
}
