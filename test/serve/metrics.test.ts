import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openMetrics } from '../../src/serve/metrics/open-metrics.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { namedTokens, withServed, words } from './support/served.ts';

describe('health and readiness', () => {
  test('are told to anybody, and say nothing of what is served', () =>
    withServed({}, async ({ ask }) => {
      expect([(await ask('/healthz')).text, (await ask('/readyz')).text]).toEqual(['ok\n', 'ready\n']);
    }));

  test('a pipeline file that can not be read any more makes the page not ready, and is told on it in a sentence', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      writeFileSync(join(served.home, 'au.yaml'), 'name: au\n');
      const { status, text } = await served.ask('/readyz');
      expect([status, text]).toEqual([503, expect.not.stringContaining('au.yaml')]);
      const shown = await served.ask('/', { headers: { Cookie: cookie } });
      expect(shown.status).toBe(200);
      expect(shown.text).toContain('&quot;primary&quot; is missing');
      rmSync(join(served.home, 'au.yaml'));
      expect((await served.ask('/', { headers: { Cookie: cookie } })).status).toBe(200);
    }));
});

describe('measures', () => {
  test('tell a program with a token how each pipeline stands, and nobody without one', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' }), orderSeed({ OrderID: 'Z2' })] }, async (stores) => {
      await stores.pipeline();
      await stores.run();
      const serving = {
        files: [join(stores.home, 'pipeline.yaml')],
        environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
        tokens: namedTokens(),
      };
      await withServed(serving, async ({ ask }) => {
        expect((await ask('/metrics')).status).toBe(401);
        const headers = { Authorization: `Bearer ${words.reader}` };
        const { headers: got, text } = await ask('/metrics', { headers });
        expect(got['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
        const lines = text.split('\n');
        expect(lines).toEqual(
          expect.arrayContaining([
            '# TYPE neto_consolidator_readable gauge',
            'neto_consolidator_readable{pipeline="rules"} 1',
            'neto_consolidator_running{pipeline="rules"} 0',
            'neto_consolidator_agreement{pipeline="rules",agreement="unproven"} 1',
            'neto_consolidator_agreement{pipeline="rules",agreement="equal"} 0',
            'neto_consolidator_to_do{pipeline="rules",reason="id-prefix-unknown"} 1',
            'neto_consolidator_last_run_good{pipeline="rules"} 1',
            expect.stringMatching(/^neto_consolidator_last_run_end_timestamp_seconds\{pipeline="rules"\} 1\d{9}/),
            expect.stringMatching(/^neto_consolidator_lag_seconds\{pipeline="rules",store="west"\} \d/),
            expect.stringMatching(/^neto_consolidator_last_run_requests\{pipeline="rules",store="primary"\} \d/),
          ]),
        );
        expect(text).not.toMatch(/Jane|Smith|N1\b|Z2/);
      });
    }));

  test('of a pipeline that one may not see are not among them', () =>
    withServed({ tokens: namedTokens() }, async ({ ask }) => {
      const { text } = await ask('/metrics', { headers: { Authorization: `Bearer ${words.ofAu}` } });
      expect(text).toContain('readable{pipeline="au"} 0');
      expect(text).not.toContain('"nz"');
    }));

  test('can hold any text in a label', () => {
    const text = openMetrics([
      { name: 'a', help: 'Two\nlines', values: [{ labels: { b: 'a "quote", a \\ and\na line' }, value: 1.5 }] },
    ]);
    expect(text).toBe('# TYPE a gauge\n# HELP a Two\\nlines\na{b="a \\"quote\\", a \\\\ and\\na line"} 1.5\n# EOF\n');
  });
});
