import { z } from 'zod';
import { xeroAddressProblem } from './addresses.ts';
import { distinct, field, nameMap, patternText, text } from './fields.ts';
import { ONE_REFERENCE_PATTERN } from './substitute.ts';
import { keyProblem } from './values.ts';

/** What an app made since March 2026 needs to be read; older apps have broader ones. Nothing of it can write. */
export const XERO_SCOPES = [
  'accounting.invoices.read',
  'accounting.payments.read',
  'accounting.contacts.read',
  'accounting.settings.read',
] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PREFIX = /^[^\s,"\\]{0,20}$/;

function scopeProblem(scope: string): string | undefined {
  if (!/^[a-z][a-z.]*$/.test(scope)) return 'which is no scope';
  return scope.endsWith('.read') ? undefined : 'which lets an app write; this program only reads Xero';
}

function noFile(given: string): string | undefined {
  return given.trim() === '' ? 'which is empty' : undefined;
}

const secret = (meaning: string, example: string) =>
  field(
    text(keyProblem),
    {
      meaning,
      expected: `the name of an environment variable that holds it, such as ${example}`,
      example,
      quiet: true,
    },
    { pattern: ONE_REFERENCE_PATTERN },
  );

const own = (what: string) =>
  field(text(xeroAddressProblem), {
    meaning: `${what} To try things out with \`fake-xero\`: only an address of this machine is accepted, since the id and the secret are sent there.`,
    expected: "an address of this machine, such as http://127.0.0.1:8093; left out, Xero's own",
    default: "Xero's own address",
    example: 'http://127.0.0.1:8093',
  }).optional();

export const xeroSchema = z.strictObject({
  clientId: secret('The client id of the custom connection, or of the ordinary app.', `\${XERO_CLIENT_ID}`),
  clientSecret: secret('Its client secret.', `\${XERO_CLIENT_SECRET}`),
  tokenFile: field(text(noFile), {
    meaning:
      'Where an ordinary app keeps its tokens; relative to this file. With it `clientId` is of a web app, and `xero connect` fetches the first token. One machine holds the file: not for a fleet. Left out, it is a custom connection, which needs none.',
    expected: 'a path such as state/xero-token.json',
    example: 'state/xero-token.json',
  }).optional(),
  organisation: field(patternText(UUID, 'which is no id of an organisation'), {
    meaning:
      'The id of the organisation whose books are looked at; `check` shows it. Without it everything is shown, and nothing counts as proven.',
    expected: 'an id such as 2d6848a8-08e9-53eb-b602-b8e6cad5bd82',
    example: '2d6848a8-08e9-53eb-b602-b8e6cad5bd82',
  }).optional(),
  scopes: field(
    distinct(field(text(scopeProblem), { meaning: 'One of them.', expected: 'a scope that ends in .read' })).min(1),
    {
      meaning: 'What is asked for when a token is fetched. Only scopes that read are accepted.',
      expected: 'a list of scopes that end in .read',
    },
  ).default([...XERO_SCOPES]),
  invoices: field(z.enum(['each', 'batched']), {
    meaning:
      "How the primary's export works. `each`: one invoice for each order. `batched`: several orders in one invoice; then no order can be found by itself, and the sums are compared. Left out, it is seen by the invoices in Xero; where they do not tell, nothing is called missing for it.",
    expected: 'each or batched',
    default: 'what the invoices in Xero show',
    example: 'each',
  }).optional(),
  invoicePrefix: field(patternText(PREFIX, 'which holds a blank, a comma, a quote or more than 20 characters'), {
    meaning:
      'What the export puts before the number of an order. Left out, both are looked for, with what most invoices show; `check` says what that is, and `xero confirm` writes it here.',
    expected: 'a text such as NB-, or "" for none',
    default: 'what most invoices show',
    example: '""',
  }).optional(),
  creditNotePrefix: field(patternText(PREFIX, 'which holds a blank, a comma, a quote or more than 20 characters'), {
    meaning: 'The same for the numbers of returns.',
    expected: 'a text such as NB-R, or "" for none',
    default: 'what most credit notes show',
    example: '""',
  }).optional(),
  accounts: nameMap(
    "Which account the payments of a method go to: the primary's payment methods, and the code of the account in Xero. Methods that are not named are not compared.",
    'a map such as { "West - Credit Card": "611" }',
  ),
  usualDelayHours: field(z.int().min(1).max(720), {
    meaning:
      "How long the export may take, from an order's approval on. Until then what is not in Xero is pending, and not missing. Neto exports at 06:00 and 18:00 unless told otherwise.",
    expected: 'a whole number from 1 to 720',
  }).default(26),
  requestsPerMinute: field(z.int().min(1).max(60), {
    meaning: 'How many requests are sent to Xero in any 60 seconds. It allows 60 for each organisation.',
    expected: 'a whole number from 1 to 60',
  }).default(50),
  timeoutSeconds: field(z.int().min(1).max(600), {
    meaning: 'How long to wait for an answer before the request counts as unanswered.',
    expected: 'a whole number from 1 to 600',
  }).default(60),
  url: own('Where the books are read.'),
  identityUrl: own('Where tokens are fetched.'),
});
