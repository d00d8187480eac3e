import { annotatedSample, shortSample } from './sample.ts';

export const opening = `# The pipeline file

A pipeline is one YAML file in \`pipelines/\`. It names one **primary** store (the one that is connected to Xero), the
**secondary** stores whose orders are copied into it, and the rules for that. This page is generated from the program's
own description of the file; [\`schema/pipeline.schema.json\`](../schema/pipeline.schema.json) is made from the same, and
lets an editor complete and check the file while you write it.

Before anything is read or written, the whole file is checked. Everything that is wrong is told at once, with file, line
and column, what was found, what was expected and what to do; the exit code is then 2:

\`\`\`text
pipelines/au-stores.yaml:12:18: the prefix "NW" (west) begins with the prefix "N" (the primary), so that invoice numbers of two stores or kinds could meet in Xero; expected prefixes of which none begins with another, capitals or not; choose another target
\`\`\`

## Files to begin with

\`pipelines/examples/\` holds a commented file for each way of use; each is run on stores of this machine by a test. Copy one to \`pipelines/\` and
put your own names in: commands that are given no file, and \`schedule pipelines/*.yaml\`, look into that folder alone.

| You want to | Begin with |
| --- | --- |
| have a second store in the books, and let it send its own goods | [books.yaml](../pipelines/examples/books.yaml) |
| have the primary pick, pack and send what a second store sells | [fulfil.yaml](../pipelines/examples/fulfil.yaml) |
| read a store, or another platform, from files that arrive in a folder | [watched-files.yaml](../pipelines/examples/watched-files.yaml) |
| take over a store that closes, once, from its last export | [one-off-import.yaml](../pipelines/examples/one-off-import.yaml) |
| keep two regions with a Xero organisation each | [two-regions-au.yaml](../pipelines/examples/two-regions-au.yaml) and [two-regions-nz.yaml](../pipelines/examples/two-regions-nz.yaml) |

## A whole example

\`\`\`yaml
${annotatedSample}\`\`\`

## The least that is needed

\`\`\`yaml
${shortSample}\`\`\`

## Keys and other secrets

A store's API key never stands in the file. Write the name of a variable instead, \`\${WEST_STORE_KEY}\`, and set it in the
environment or in a file \`.env\` beside the pipeline file, one \`NAME=value\` a line. Where both have it, the environment
wins. A key that stands in the file itself is refused, and no message ever shows a key or the value of a variable.
\`NETO_CONSOLIDATOR_KEYS\` in the environment names another file of such lines, which is then read in place of \`.env\`: a
secret that systemd or a container mounts. Either file is read anew before each run of a \`schedule\`, so that a key can be
changed while it goes on.

Variables may stand in other texts too (\`\${ALERT_WEBHOOK}\`), but not in names of keys and not where a number or
\`true\`/\`false\` belongs. The variable of a key or a password stands there alone. Where a text itself has a \`\${\`, write
\`$\${\`: \`$\${X}\` stands for the text \`\${X}\`, also in names of keys. A text with a colon, a bracket or \`#\` in it belongs in quotes.

Paths are relative to the pipeline file.
`;

export const closing = `## What must fit together

- **Prefixes.** No target prefix of any store may begin with another one, or with one of the primary's prefixes, capitals
  or not: \`{ N: W, SFX: WS }\` is refused, \`{ N: W, SFX: X }\` is right. Otherwise two orders could get one invoice number,
  and Xero would refuse the second or overwrite the first. A prefix of digits may stand bare as a name (\`{ 007: W }\`), and
  must stand in quotes in the list of the primary (\`["007"]\`).
- **Stores.** Each store stands in the file once. Its address is compared without regard to capitals, a slash at the end
  and \`www.\`: \`https://www.example.com\` and \`https://example.com\` are one store. Two secondaries can't have one name,
  and none can be called \`primary\`.
- **Addresses** begin with \`https://\`. Only for this machine itself (\`localhost\`, \`127.0.0.1\`, \`[::1]\`) \`http://\` is
  accepted, and only there may \`requestsPerMinute\` be \`unlimited\`.
- **References.** No mark of one store may begin with a mark of another; by default each is the store's name and a colon.
- **Accounts.** The \`usernamePrefix\` of one store may not begin with that of another, the username of a \`house\` account
  may not begin with another store's prefix, and each store has a \`house\` account of its own.
- **SKUs.** With \`products.policy: prefix\`, no \`skuPrefix\` may begin with another store's.
- **Files.** A secondary with \`source\` is read from files, and needs no \`key\`; [feeds.md](feeds.md) says what they may hold.
- **Purpose.** For \`books\`, \`orders.warehouse\` is required and \`orders.finalStatus\` is \`Dispatched\`.
- **Entities.** \`payments\` and \`rmas\` need \`orders\`.
- **Dates.** \`since\` and \`lockDate\` may not be more than a year ahead. \`lockDate\` may be later than \`since\`, since it
  moves on with the books: what belongs to a locked day is quarantined, not written.
- **Settling.** \`load.settleAfterSeconds\` is at least twice the primary's \`timeoutSeconds\`.

## The schedule

A cron line has five fields: minute (0-59), hour (0-23), day of the month (1-31), month (1-12 or JAN-DEC) and day of the
week (0-7 or SUN-SAT, 0 and 7 being Sunday), each a number, \`*\`, a list (\`5,35\`), a range (\`6-18\`) or steps (\`*/15\`). Seconds,
years, \`@daily\` and single moments are not accepted.

| Line | Runs |
| --- | --- |
| \`*/15 * * * *\` | every 15 minutes |
| \`5 6-20 * * MON-FRI\` | at 5 past every hour from 6:05 to 20:05, Monday to Friday |
| \`0 2 * * *\` | at 2:00 every night |
`;
