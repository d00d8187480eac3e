import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConsolidatorError } from '../../model/errors.ts';
import { renameOver } from '../../model/rename-over.ts';
import { END_OF_SCRIPT, Html, html } from '../../page/html.ts';
import { type OneTimeToken, TOKEN_HOLDS } from './one-time-token.ts';
import { makeOwnFolder } from './own-folder.ts';

/** Milliseconds; often enough that who opens the file finds a token that still holds for a while. */
const RENEWED_EVERY = TOKEN_HOLDS / 2;

/**
 * A file for this user alone, which a browser opens and which sends a one-time token. So the token stands in no address, no
 * history and no list of processes. The file is kept fresh while the page is served, and gone afterwards.
 */
export class OpeningFile {
  readonly file: string;
  readonly #address: { readonly origin: string; readonly base: string };
  readonly #token: OneTimeToken;
  readonly #note: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** @param home the state home @param note for the terminal, where the file can't be kept fresh */
  constructor(
    home: string,
    { origin, base }: { readonly origin: string; readonly base: string },
    token: OneTimeToken,
    note: (text: string) => void,
  ) {
    this.file = path.join(folderOf(home), `open-${new URL(origin).port || 'page'}.html`);
    this.#address = { origin, base };
    this.#token = token;
    this.#note = note;
  }

  /** @throws ConsolidatorError `file-unwritable` where no file can be kept that is this user's alone */
  async begin(): Promise<void> {
    await this.#write();
    await forgetLeftOver(path.dirname(this.file));
    this.#timer = setInterval(() => void this.renew(), RENEWED_EVERY);
    this.#timer.unref();
  }

  /** Puts a new token into it; called after each use too. Where that fails, whoever is in goes on, and it is tried again. */
  renew(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write()).catch((error: Error) => this.#note(error.message));
    return this.#writing;
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    // What is in the way there is no token of ours.
    await rm(this.file, { force: true }).catch(() => {});
  }

  async #write(): Promise<void> {
    const half = `${this.file}.${randomUUID()}`;
    try {
      await makeOwnFolder(path.dirname(this.file));
      // Nothing that lies there already, such as a link, is written to.
      await writeFile(half, openingPage(this.#address, this.#token.issue()), { mode: 0o600, flag: 'wx' });
      await renameOver(half, this.file);
    } catch (cause) {
      await rm(half, { force: true }).catch(() => {});
      if (cause instanceof ConsolidatorError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const sentence = `The file that opens the page can't be written: ${this.file} (${reason}).`;
      throw new ConsolidatorError('file-unwritable', sentence, { cause });
    }
  }
}

function folderOf(home: string): string {
  return path.join(home, 'serve');
}

/** What a page has left that was killed: its token is worth nothing. */
async function forgetLeftOver(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('open-')) continue;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < Date.now() - 2 * TOKEN_HOLDS) await rm(file, { force: true });
  }
}

const sending = 'document.forms[0].submit();';

function openingPage({ origin, base }: { readonly origin: string; readonly base: string }, token: string): string {
  const hash = createHash('sha256').update(sending).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; form-action ${origin}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>neto-consolidator opens</title>
</head>
<body>
<form method="post" action="${origin}${base}/enter"><input type="hidden" name="token" value="${token}">
<p><button>Open the page of neto-consolidator</button></p></form>
<script>${new Html(sending)}${END_OF_SCRIPT}
</body>
</html>
`.toString();
}
