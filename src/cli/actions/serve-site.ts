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
import { type AskedReach, reachOf } from '../../serve/reach.ts';
import { type ServedPage, type ServeOptions, servePage } from '../../serve/server.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { type Shell, signalCode } from '../shell.ts';

export interface ServeCommandOptions extends Omit<AskedReach, 'hasTokens'> {
  readonly port: number;
  readonly open: boolean;
  readonly fleet?: true;
  /** Beside `fleet`: a folder that every worker has. */
  readonly pipelines?: string;
  readonly tokens?: string;
  readonly newToken?: string;
  readonly may: Right;
}

/** Serves it until the command is ended. */
export async function serveSite(shell: Shell, site: ServeOptions['site'], options: ServeCommandOptions): Promise<void> {
  const tokens = await tokensOf(shell, options);
  const page = await servePage({
    site,
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

/** @param own names of the pipelines that it is for; none: all of a fleet */
export async function makeToken(
  shell: Shell,
  own: readonly string[],
  { tokens, may }: ServeCommandOptions,
  name: string,
): Promise<void> {
  if (tokens === undefined)
    throw new ConsolidatorError(
      'usage',
      'Give the file that gets the token: --tokens FILE. It is made where there is none.',
    );
  const token = await addToken(path.resolve(shell.folder, tokens), { name, right: may, pipelines: own });
  shell.note(
    `${name} may ${may} ${own.length === 0 ? 'all pipelines of the fleet' : own.join(', ')} by this token, which is kept nowhere and not shown again:`,
  );
  shell.print(token);
}

function at({ folder }: Pick<Shell, 'folder'>, file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.resolve(folder, file);
}
