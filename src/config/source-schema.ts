import { z } from 'zod';
import { field, shortText, text } from './fields.ts';
import { ONE_REFERENCE_PATTERN } from './substitute.ts';

/** For a store that is read from feed files instead of its API. */
export const sourceSchema = z.strictObject({
  files: field(shortText(1000), {
    meaning:
      'Where the feed files arrive: a folder and a name in which * stands for anything, on this machine or as sftp://user@host:port/folder/*.csv. Each file is taken once, by its content.',
    expected: 'a path such as feeds/west/*.csv (relative to the pipeline file), or an sftp:// address',
    example: 'feeds/west/*.csv',
  }),
  moveTo: field(shortText(1000), {
    meaning:
      'The folder that a file is moved to once all of its records are in the ledger. Without it files stay where they are.',
    expected: 'a folder, relative to the pipeline file; for sftp:// a folder on the server',
    example: 'feeds/west/done',
  }).optional(),
  columns: field(
    z.record(
      z.string(),
      field(z.string(), {
        meaning: 'The value for each row.',
        expected: 'a text, in quotes where it is Yes or a number',
      }),
    ),
    {
      meaning:
        'Values for columns that the files lack, the same for every row. What an order costs or whether it counts is never guessed.',
      expected: 'a map of column names to texts, such as { "Tax Inclusive": "Yes" }',
      example: '{ "Tax Inclusive": "Yes", "Order Status": Dispatched, Approved: "Yes" }',
    },
  ).default({}),
  fillDown: field(z.boolean(), {
    meaning:
      "Whether cells of an order that are empty on its second and later rows mean what its first row has, as other platforms' exports leave them.",
    expected: 'true or false',
    example: 'true',
  }).default(false),
  password: field(
    text(() => undefined),
    {
      meaning: 'The password for sftp://, by the name of the environment variable that holds it.',
      expected: `the name of an environment variable, such as \${WEST_SFTP_PASSWORD}`,
      example: `\${WEST_SFTP_PASSWORD}`,
      quiet: true,
    },
    { pattern: ONE_REFERENCE_PATTERN },
  ).optional(),
  hostKey: field(
    text((value) => (/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(value) ? undefined : 'which is no SHA-256 fingerprint')),
    {
      meaning: "The fingerprint of the SFTP server's key, so that no other server gets the password.",
      expected: 'SHA256: and 43 characters, as `ssh-keygen -lf` prints it',
      example: 'SHA256:uNiVztksCsDhcc0u9e8BrqXVUpSpDJGgMn4Hqjz1Vhk',
    },
  ).optional(),
});
