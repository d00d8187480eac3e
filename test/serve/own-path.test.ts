import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownPath } from '../../src/serve/access/own-path.ts';
import { withServed } from './support/served.ts';

test('the page has a path of its own before each address, which stays, and is kept for its user alone', async () => {
  const home = mkdtempSync(join(tmpdir(), 'own-path-'));
  try {
    const [one, again] = [await ownPath(home), await ownPath(home)];
    expect(one).toMatch(/^\/[\w-]{22}$/);
    expect(again).toBe(one);
    const file = join(home, 'serve/path');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // What others could read is worth nothing any more, and neither is what is none.
    chmodSync(file, 0o644);
    const other = await ownPath(home);
    expect(other).not.toBe(one);
    writeFileSync(file, '../..');
    expect(await ownPath(home)).toMatch(/^\/[\w-]{22}$/);
    expect(readFileSync(file, 'utf8')).not.toBe('../..');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('the cookie is for that path alone, and each address of a page, of a form and of a redirect leads there', () =>
  withServed({}, async (served) => {
    const base = new URL(served.url).pathname.slice(0, -1);
    expect(base).toMatch(/^\/[\w-]{22}$/);
    const { headers } = await served.ask(`${base}/enter`, { form: { token: served.oneTimeToken() } });
    expect(headers['set-cookie']?.[0]).toContain(`; Path=${base}/; `);
    expect(headers.refresh).toBe(`0; url=${base}/`);
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const pages = {
      '/': 200,
      '/pipelines/au': 200,
      '/pipelines/au/month': 200,
      '/pipelines/au/runs': 503,
      '/none': 404,
    };
    for (const [path, expected] of Object.entries(pages)) {
      const { status, text } = await served.ask(`${base}${path}`, { headers: { Cookie: cookie } });
      expect(status, path).toBe(expected);
      const addresses = [...text.matchAll(/\b(?:href|action|src|data-live)="([^"]*)"/g)].map(([, one = '']) => one);
      expect(addresses.length).toBeGreaterThan(3);
      const astray = addresses.filter((one) => !one.startsWith('#') && one.lastIndexOf(`${base}/`) !== 0);
      expect(astray, path).toEqual([]);
    }
    const token = await served.formToken(cookie);
    const sent = await served.ask(`${base}/pipelines/au/proof`, {
      headers: { Cookie: cookie },
      form: { 'form-token': token },
    });
    expect(sent.headers.location).toMatch(new RegExp(`^${base}/pipelines/au/jobs/`));
  }));
