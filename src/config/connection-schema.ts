import { z } from 'zod';
import { storeAddressProblem } from './addresses.ts';
import { field, text } from './fields.ts';
import { ONE_REFERENCE_PATTERN, REFERENCE_PATTERN } from './substitute.ts';
import { keyProblem, timeZoneProblem, usernameProblem } from './values.ts';

/** The API key; a secondary that is read from files needs none. */
export const keySchema = field(
  text(keyProblem),
  {
    meaning:
      "The store's API key, by the name of the environment variable that holds it. The key itself never goes into the file.",
    expected: `the name of an environment variable that holds the key, such as \${WEST_STORE_KEY}`,
    example: `\${WEST_STORE_KEY}`,
    quiet: true,
  },
  { pattern: ONE_REFERENCE_PATTERN },
);

/** The keys that the primary and every secondary have in common. */
export const connectionShape = {
  url: field(
    text(storeAddressProblem),
    {
      meaning:
        "The store's own address, exactly as it opens in a browser (with or without www). Redirects are not followed.",
      expected:
        'an address such as https://www.west-store.com.au, without path, query or password (http:// only for this machine itself)',
      example: 'https://www.west-store.com.au',
    },
    { pattern: `^https?://|${REFERENCE_PATTERN}` },
  ),
  key: keySchema,
  username: field(text(usernameProblem), {
    meaning: 'The user the key belongs to. Only for user-based keys; leave it out for the store-wide key.',
    expected: `the key's user name, or the name of an environment variable that holds it, such as \${WEST_STORE_USER}`,
    quiet: true,
  }).optional(),
  timezone: field(text(timeZoneProblem), {
    meaning: "The store's time zone: it decides which day an order or a payment belongs to.",
    expected: 'a time zone by its IANA name, such as Australia/Perth',
    example: 'Australia/Perth',
  }),
  format: field(z.enum(['json', 'xml']), {
    meaning:
      "In which form the store's API is spoken to. Both say the same; XML is for stores whose JSON is in the way.",
    expected: 'json or xml',
  }).default('json'),
  requestsPerMinute: field(z.union([z.int().min(1).max(500), z.null(), z.literal('unlimited')]), {
    meaning:
      "How many requests the program sends in any 60 seconds. Neto allows 500 for all of a store's apps together. `unlimited` (or null) only for addresses of this machine itself.",
    expected: 'a whole number from 1 to 500, or unlimited',
  }).default(240),
  timeoutSeconds: field(z.int().min(1).max(600), {
    meaning: 'How long to wait for an answer before the request counts as unanswered.',
    expected: 'a whole number from 1 to 600',
  }).default(60),
  pageSize: field(z.int().min(1).max(10_000), {
    meaning:
      'How many records are asked for in one request. Lower it where the store is slow or its answers are too large.',
    expected: 'a whole number from 1 to 10000',
  }).default(100),
};

export const primarySchema = z.strictObject({
  ...connectionShape,
  prefixes: field(
    z
      .array(
        field(
          text((value) => (/^[^\s]{0,14}$/.test(value) ? undefined : 'which holds a blank or more than 14 characters')),
          { meaning: 'One prefix; "" stands for order numbers without one.', expected: 'a prefix such as N, or ""' },
        ),
      )
      .min(1),
    {
      meaning:
        "Every prefix that the primary's own order numbers ever had. No copy gets a number that begins with one of them.",
      expected: 'a list of at least one prefix, such as [N]',
      example: '[N]',
    },
  ),
});
