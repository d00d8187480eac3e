import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { wholePort } from '../port-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
The page is for this machine alone, unless you say otherwise. The browser is opened by a file that is yours alone to read and
lets it in for a minute, once; the file is kept fresh while the page is served. Nothing secret stands in an address. Ctrl-C ends
the page. A run begins there by a person's click alone, and stops cleanly with the page; one that
began elsewhere is not touched by it.

For other machines give --public-host, and either a certificate or --behind-proxy, and --tokens: everybody gets a token of their
own, which may read or decide. The file holds hashes alone; --new-token adds one and shows the token once. Without a file the same
lines are taken from NETO_CONSOLIDATOR_TOKENS.

With --fleet the page is that of a fleet: all pipelines of its database, the worst first, an order found in all of them, "run now",
pause and resume. A token may be for some of them, and may decide on these and only read others. Keys come from the table that
NETO_CONSOLIDATOR_KEYS names, as for a worker. See docs/fleet.md.`;

export function registerServe(program: Command, shell: Shell): void {
  program
    .command('serve')
    .argument('[pipeline...]', 'the pipeline files; with --fleet the names of pipelines, or none for all')
    .description(
      'Serves a page on this machine, and opens it: the verdict, what is to be done, runs as they go on. For whoever would rather not use a terminal.',
    )
    .option('--fleet', 'serve the pipelines of a fleet, from the database that NETO_CONSOLIDATOR_DATABASE names')
    .option('--pipelines <folder>', 'with --fleet: the folder of pipeline files that every worker has')
    .option('--port <number>', 'where it listens; 0 takes any free port', wholePort, 0)
    .option('--no-open', 'do not open the browser; print the file that opens the page')
    .option('--listen <address>', 'the address of this machine to listen on; with one that others reach, see below')
    .option(
      '--public-host <name>',
      'the name, and the port where it is not 443, by which other machines reach the page',
    )
    .option('--tls-cert <file>', 'its certificate, as PEM, with those that it depends on')
    .option('--tls-key <file>', 'the key of the certificate, as PEM')
    .option('--behind-proxy', 'a proxy in front of it encrypts, and says who calls (X-Forwarded-*)')
    .option('--tokens <file>', 'who may come in: a line for each, with the hash of their token')
    .option('--new-token <name>', 'add a token for these pipelines to the file, show it once, and end')
    .addOption(new Option('--may <right>', 'what the new token may do').choices(['read', 'decide']).default('read'))
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'serve pipelines/au-stores.yaml',
        'serve pipelines/*.yaml --port 8085 --no-open',
        'serve pipelines/*.yaml --tokens tokens --new-token anna --may decide',
        'serve pipelines/*.yaml --tokens tokens --behind-proxy --public-host books.example.com --port 8085 --no-open',
        'serve --fleet --no-open --port 8085',
        'serve --fleet au-stores nz-stores --tokens tokens --new-token anna --may decide',
      ),
    )
    .action(lazily(shell, () => import('../actions/serve.ts')));
}
