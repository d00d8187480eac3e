import { type Document, isMap, isSeq } from 'yaml';
import { addressOf, webhookProblem } from '../addresses.ts';
import type { ConnectionSecretName, SecretName } from './key-table.ts';

type Place = readonly (string | number)[];

/** A place of a pipeline file at which a secret is to stand, and what of the table of keys that is. */
export type Slot = { readonly path: Place; readonly isOptional: boolean } & (
  | { readonly of: 'host'; readonly host: string; readonly secret: SecretName }
  /** `name`: which of several; empty where the host has one. */
  | { readonly of: 'webhook'; readonly host: string; readonly name: string }
  | { readonly of: 'organisation'; readonly organisation: string; readonly secret: ConnectionSecretName }
);

/** What the file is to have of the table. An address counts where it stands in the file itself; an alias of one gets nothing. */
export function secretSlots(document: Document): Slot[] {
  const stores = [['primary'], ...placesOfSecondaries(document)].flatMap((at) => slotsOfStore(document, at));
  return [...stores, ...slotsOfWebhook(document), ...slotsOfMail(document), ...slotsOfXero(document)];
}

/** Where each secondary stands in the file. */
export function placesOfSecondaries(document: Document): (string | number)[][] {
  const secondaries = document.get('secondaries');
  return isSeq(secondaries)
    ? secondaries.items.flatMap((item, index) => (isMap(item) ? [['secondaries', index]] : []))
    : [];
}

/** Whose books it looks into; undefined: nobody's, or it does not say so itself. */
export function organisationOf(document: Document): string | undefined {
  const organisation = document.getIn(['xero', 'organisation']);
  return typeof organisation === 'string' ? organisation : undefined;
}

function slotsOfStore(document: Document, at: Place): Slot[] {
  const url = document.getIn([...at, 'url']);
  const host = typeof url === 'string' ? addressOf(url)?.host : undefined;
  if (host === undefined) return [];
  const isFiles = document.hasIn([...at, 'source']);
  const files = document.getIn([...at, 'source', 'files']);
  const server = typeof files === 'string' && URL.canParse(files) ? new URL(files).hostname : '';
  const slots: Slot[] = [
    { of: 'host', path: [...at, 'key'], host, secret: 'key', isOptional: isFiles },
    { of: 'host', path: [...at, 'username'], host, secret: 'username', isOptional: true },
  ];
  if (server === '') return slots;
  return [
    ...slots,
    { of: 'host', path: [...at, 'source', 'password'], host: server, secret: 'password', isOptional: true },
  ];
}

/** An address with a path or a query is a secret: whoever has it may post. `#name` is sent to nobody, and so can be a name. */
export function isSecretWebhook(address: string): boolean {
  const { pathname, search } = new URL(address);
  return pathname !== '/' || search !== '';
}

function slotsOfWebhook(document: Document): Slot[] {
  const address = document.getIn(['onProblem', 'webhook']);
  if (typeof address !== 'string' || webhookProblem(address) !== undefined || isSecretWebhook(address)) return [];
  const { hostname: host, hash } = new URL(address);
  return [{ of: 'webhook', path: ['onProblem', 'webhook'], host, name: hash.slice(1), isOptional: hash === '' }];
}

function slotsOfMail(document: Document): Slot[] {
  const host = document.getIn(['onProblem', 'email', 'host']);
  if (typeof host !== 'string' || !document.hasIn(['onProblem', 'email', 'username'])) return [];
  return [{ of: 'host', path: ['onProblem', 'email', 'password'], host, secret: 'password', isOptional: false }];
}

function slotsOfXero(document: Document): Slot[] {
  const organisation = organisationOf(document);
  if (organisation === undefined) return [];
  return (['clientId', 'clientSecret'] as const).map((secret) => ({
    of: 'organisation',
    path: ['xero', secret],
    organisation,
    secret,
    isOptional: false,
  }));
}
