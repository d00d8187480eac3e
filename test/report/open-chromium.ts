import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Debian's Chromium; a machine without it fails the tests, and does not skip them. */
export function openChromium(): Promise<Browser> {
  if (!existsSync(executable)) {
    throw new Error(
      `There is no ${executable}. Install it (apt-get install chromium), or set CHROMIUM to the path of one.`,
    );
  }
  // Chromium's sandbox does not start for root, as whom containers often run.
  return chromium.launch({ executablePath: executable, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
