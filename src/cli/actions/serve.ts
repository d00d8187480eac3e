import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConsolidatorError } from '../../model/errors.ts';
import {
  addToken,
  type NamedTokens,
  TOKENS_VARIABLE,
  tokensOfFile,
  tokensOfVariable,
} from '../../serve/access/named-tokens.ts';
import type { Right } from '../../serve/access/rights.ts';
import { type ServedPipeline, servedPipeline } from '../../serve/pipelines/served-pipeline.ts';
import { type AskedReach, reachOf } from '../../serve/reach.ts';
import { type ServedPage, servePage } from '../../serve/server.ts';
import { stateHome } from '../../session/state-home.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { type Shell, signalCode } from '../shell.ts';

interface ServeCommandOptions extends Omit<AskedReach, 'hasTokens'> {
  readonly port: number;
  readonly open: boolean;
  readonly tokens?: string;
  readonly newToken?: string;
  readonly may: Right;
}

export async function act(shell: Shell, files: string[], options: ServeCommandOptions): Promise<void> {
  const { environment, folder, now } = shell;
  const around = { environment, folder, home: stateHome(environment), now };
  const pipelines = await Promise.all(files.map((file) => servedPipeline(file, around)));
  refuseTwice(pipelines);
  if (options.newToken !== undefined) return makeToken(shell, pipelines, options, options.newToken);
  const tokens = await tokensOf(shell, options);
  const page = await servePage({
    site: { pipelines, home: around.home, now, note: shell.note },
    port: options.port,
    tokens,
    ...reachOf({
      ...options,
      tlsCert: at(shell, options.tlsCert),
      tlsKey: at(shell, options.tlsKey),
      hasTokens: tokens !== undefined,
    }),
  });
  try {
    await tell(shell, page, options);
    if (!shell.signal.aborted) await once(shell.signal, 'abort');
  } finally {
    await page.close();
  }
  shell.note('The page is not served any more.');
  shell.end(signalCode(shell.signal.reason));
}

/** Milliseconds that the opening of the browser waits for large ledgers. */
const LONGEST = 10_000;

async function tell(
  shell: Shell,
  { url, openingFile, ready }: ServedPage,
  { open }: ServeCommandOptions,
): Promise<void> {
  shell.print(`The page is served at ${url}`);
  if (openingFile !== undefined) {
    const { signal } = shell;
    if (open) await Promise.race([ready, setTimeout(LONGEST, undefined, { signal, ref: false }).catch(() => {})]);
    const isOpened = open && (await openInBrowser(openingFile, shell.environment));
    shell.print(
      isOpened
        ? `The browser opens it. To open it again: ${openingFile}`
        : `To come in, open this file in the browser of this machine: ${openingFile}`,
    );
  }
  shell.note('Ctrl-C ends it.');
}

async function tokensOf(shell: Shell, { tokens }: ServeCommandOptions): Promise<NamedTokens | undefined> {
  if (tokens !== undefined) return tokensOfFile(path.resolve(shell.folder, tokens));
  const lines = shell.environment[TOKENS_VARIABLE]?.trim() ?? '';
  return lines === '' ? undefined : tokensOfVariable(lines);
}

async function makeToken(
  shell: Shell,
  pipelines: readonly ServedPipeline[],
  { tokens, may }: ServeCommandOptions,
  name: string,
): Promise<void> {
  if (tokens === undefined)
    throw new ConsolidatorError(
      'usage',
      'Give the file that gets the token: --tokens FILE. It is made where there is none.',
    );
  const own = pipelines.map((pipeline) => pipeline.name);
  const token = await addToken(path.resolve(shell.folder, tokens), { name, right: may, pipelines: own });
  shell.note(`${name} may ${may} ${own.join(', ')} by this token, which is kept nowhere and not shown again:`);
  shell.print(token);
}

function at({ folder }: Pick<Shell, 'folder'>, file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.resolve(folder, file);
}

/** @throws ConsolidatorError `usage` where one name stands for two, of which the page could show only one */
function refuseTwice(pipelines: readonly ServedPipeline[]): void {
  const names = pipelines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `Two of the pipelines are called ${twice}. Give each file once, and each pipeline its own \`name\`.`,
  );
}
