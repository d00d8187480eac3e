import { z } from 'zod';
import { EMAIL } from '../model/email-address.ts';
import { mailHostProblem, mailServerProblem, pageAddressProblem, webhookProblem } from './addresses.ts';
import { distinct, field, text } from './fields.ts';
import { ONE_REFERENCE_PATTERN } from './substitute.ts';
import { usernameProblem } from './values.ts';

/** The longest that a mail server takes (RFC 5321, 4.5.3.1.3). */
const LONGEST_ADDRESS = 254;
/** Each is told by itself what is new to it, within the few seconds that a message may take. */
const MOST_RECIPIENTS = 50;

/** Printable, and of one line: what ends up in the head of a mail can begin no line of its own. */
function mailAddressProblem(value: string): string | undefined {
  if (!EMAIL.test(value) || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(value)) return 'which is no e-mail address';
  return value.length > LONGEST_ADDRESS ? `which has ${value.length} characters` : undefined;
}

const addressExpected = 'an e-mail address, such as books@main-store.com.au';

const emailSchema = z.strictObject({
  to: field(
    distinct(field(text(mailAddressProblem), { meaning: 'One of them.', expected: addressExpected, quiet: true }))
      .min(1)
      .max(MOST_RECIPIENTS),
    {
      meaning: 'Who gets the messages. Each recipient sees the others that get the same one.',
      expected: `a list of 1 to ${MOST_RECIPIENTS} e-mail addresses, none of them twice`,
      example: '[books@main-store.com.au]',
    },
  ),
  from: field(text(mailAddressProblem), {
    meaning: 'The sender. Most mail servers take only an address that belongs to the user who is signed in.',
    expected: addressExpected,
    example: 'alerts@main-store.com.au',
    quiet: true,
  }),
  smtp: field(
    text(mailServerProblem),
    {
      meaning:
        'The mail server in one address, by the name of the environment variable that holds it: `smtps://` for encryption from the first byte (port 465), `smtp://` for encryption before anything is said (port 587). Signs such as `@`, `:`, `/` and `%` in the user name and the password are written as `%40`, `%3A`, `%2F` and `%25`. Or leave it out, and say `host`.',
      expected: `the name of an environment variable that holds smtps://user:password@host, such as \${SMTP_URL}`,
      required: 'where there is no `host`',
      example: `\${SMTP_URL}`,
      quiet: true,
    },
    { pattern: ONE_REFERENCE_PATTERN },
  ).optional(),
  host: field(text(mailHostProblem), {
    meaning: 'The mail server by its name, in place of `smtp`.',
    expected: 'the name of a host, such as smtp.example.com',
    required: 'where there is no `smtp`',
    example: 'smtp.example.com',
  }).optional(),
  port: field(z.int().min(1).max(65_535), {
    meaning: 'The port of `host`.',
    expected: 'a whole number from 1 to 65535, such as 587',
    default: '465 where `secure` is tls, else 587',
    example: '587',
  }).optional(),
  secure: field(z.enum(['tls', 'starttls', 'none']), {
    meaning:
      "How the connection to `host` is encrypted. `tls`: from the first byte. `starttls`: it begins in the clear, and is encrypted before anything is said; a server that does not offer that gets no message. `none`: not at all, only for this machine itself. The server's certificate is always checked; one of your own authority is made known by `NODE_EXTRA_CA_CERTS`.",
    expected: 'tls, starttls or none',
    default: 'tls for port 465, none for this machine itself, else starttls',
    example: 'starttls',
  }).optional(),
  username: field(text(usernameProblem), {
    meaning: 'Who signs in at `host`; left out where nobody has to.',
    expected: `a user name, or the name of an environment variable that holds it, such as \${SMTP_USER}`,
    example: `\${SMTP_USER}`,
    quiet: true,
  }).optional(),
  password: field(
    text((value) => (value === '' ? 'which is empty' : undefined)),
    {
      meaning:
        'The password of `username`, by the name of the environment variable that holds it. Many providers want one that they make for programs ("app password").',
      expected: `the name of an environment variable that holds the password, such as \${SMTP_PASSWORD}`,
      required: 'beside `username`',
      example: `\${SMTP_PASSWORD}`,
      quiet: true,
    },
    { pattern: ONE_REFERENCE_PATTERN },
  ).optional(),
});

export const digestDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Who is told when something is wrong, and how. */
export const alertSchema = z.strictObject({
  webhook: field(text(webhookProblem), {
    meaning:
      'An address that a message is posted to when a run fails or leaves something open. Redirects are not followed.',
    expected: `an address that begins with https:// (http:// only for this machine itself), such as \${ALERT_WEBHOOK}`,
    example: `\${ALERT_WEBHOOK}`,
    quiet: true,
  }).optional(),
  format: field(z.enum(['json', 'slack']), {
    meaning:
      'What is posted to `webhook`. `json`: all fields, for programs. `slack`: the form that Slack and what works like it takes.',
    expected: 'json or slack',
  }).default('json'),
  email: field(emailSchema, {
    meaning: 'Messages by e-mail, beside the webhook or in its place.',
    expected: 'a group of keys with at least to, from, and smtp or host',
    example: `{ to: [books@main-store.com.au], from: alerts@main-store.com.au, smtp: "\${SMTP_URL}" }`,
  }).optional(),
  page: field(text(pageAddressProblem), {
    meaning:
      'The address of the page (`serve`), as those who get the messages reach it: `https://` and what `--public-host` says. Messages then lead to what is to do there. It lets nobody in, and holds no token.',
    expected:
      'an address that begins with https:// (http:// only for this machine itself) and has no path, such as https://books.example.com',
    example: 'https://books.example.com',
    quiet: true,
  }).optional(),
  quietRuns: field(z.int().min(0).max(100_000), {
    meaning:
      'After so many runs in a row without an order read from a store, that counts as a problem; 0: never. Choose more than the longest quiet time of the store.',
    expected: 'a whole number from 0 to 100000',
    example: '96',
  }).default(96),
  remindDays: field(z.int().min(0).max(365), {
    meaning: 'What was told and lasts is told again after so many days; 0: never.',
    expected: 'a whole number from 0 to 365',
    example: '7',
  }).default(7),
  digest: field(z.enum(['never', 'weekly']), {
    meaning:
      'Whether what was copied, what it comes to and what waits is told once a week, also where all is well. It goes out with the first run after its hour.',
    expected: 'never or weekly',
    example: 'weekly',
  }).default('never'),
  digestDay: field(z.enum(digestDays), {
    meaning: "The day of the weekly message, by the primary's clock.",
    expected: 'the name of a day in English, such as monday',
  }).default('monday'),
  digestHour: field(z.int().min(0).max(23), {
    meaning: "The hour of the weekly message, by the primary's clock.",
    expected: 'a whole number from 0 to 23',
    example: '8',
  }).default(8),
});
