import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** What the package brings: the browser, the libraries that it needs beside glibc's, and letters to write with. */
const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'];

export interface OpenBrowser {
  readonly browser: Browser;
  /** Ends the browser, and removes what was unpacked for it. */
  close(): Promise<void>;
}

/**
 * A headless Chromium out of an npm package, so that the machine needs none: no browser, no library, no font of its own.
 * It is unpacked into a folder of its own each time; in one that is shared, a file of root's would stop everybody else.
 * @throws Error where it does not start, such as on another processor than x64 or without glibc: a test that can't look
 *   at the report fails, and is not skipped
 */
export async function openBrowser(): Promise<OpenBrowser> {
  // A place in memory often lets nobody run what lies there.
  const folder = mkdtempSync(join(process.env['DISK_TMPDIR'] ?? tmpdir(), 'browser-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await unpackInto(folder);
    const browser = await chromium.launch({
      executablePath: join(folder, 'chromium'),
      // The package's own defaults weaken pages and run all in one process, for a cloud that this is not. The sandbox
      // starts neither for root nor in most containers, and the pages are our own.
      args: ['--no-sandbox', '--disable-gpu'],
      env: {
        HOME: folder,
        TMPDIR: folder,
        LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
        FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      },
    });
    return {
      browser,
      async close() {
        await browser.close();
        remove();
      },
    };
  } catch (cause) {
    remove();
    throw new Error(
      'The Chromium of the package @sparticuz/chromium does not start; it needs Linux on x64 with glibc.',
      {
        cause,
      },
    );
  }
}

async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR'];
  // The package knows no other way to say where.
  process.env['TMPDIR'] = folder;
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    await Promise.all(archives.map((name) => inflate(join(dirname(entry), '../bin', name))));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  // The package's own list of folders names none but /tmp/fonts and those of a cloud.
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;
  writeFileSync(join(folder, 'fonts.conf'), config);
}
