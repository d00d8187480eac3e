import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents } from '../../src/cli/documents/index.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

describe('--output json prints one document of the documented shape, and nothing else, on the standard output', {
  timeout: 120_000,
}, () => {
  let demo: SmallDemo;
  beforeAll(async () => {
    demo = await startSmallDemo(60);
  });
  afterAll(() => demo.close());

  async function documentOf(name: string, words: readonly string[], code: number): Promise<unknown> {
    const ended = await demo.program([...words, '--output', 'json']);
    expect(ended.code, ended.stderr).toBe(code);
    const document: unknown = JSON.parse(ended.stdout);
    expect(documents[name]?.parse(document)).toEqual(document);
    return document;
  }

  test('check', async () => {
    const document = await documentOf('check', ['check', 'pipelines/demo.yaml'], 0);
    expect(document).toMatchObject({ pipeline: 'demo', status: 'warn' });
  });

  test('plan', async () => {
    const document = await documentOf('plan', ['plan', 'pipelines/demo.yaml', '--samples', '2'], 3);
    expect(document).toMatchObject({
      status: 'open',
      samples: [
        { store: 'west', sourceId: 'N1001', targetId: 'W1001', total: '76.9' },
        { store: 'west' },
        { store: 'south' },
        { store: 'south' },
      ],
    });
    expect(demo.main.requests.filter(({ write }) => write)).toEqual([]);
  });

  test('run', async () => {
    const document = await documentOf('run', ['run', 'pipelines/demo.yaml', '--yes'], 3);
    const copied = demo.main.orders().filter(({ OrderID }) => /^[WX]/.test(OrderID));
    const created = copied.reduce((cents, { GrandTotal }) => cents + Math.round(Number(GrandTotal) * 100), 0);
    expect(document).toMatchObject({
      run: 1,
      stores: { west: { orders: { created: copied.length } } },
      amounts: { west: { orders: { created: String(created / 100) } } },
    });
  });

  test('trace, of an order that was copied, and of one that was not', async () => {
    expect(await documentOf('trace', ['trace', 'W1001'], 0)).toMatchObject({
      orders: [
        { store: 'west', sourceId: 'N1001', state: 'loaded', source: { total: '76.9' }, copy: { total: '76.9' } },
      ],
      ownOfPrimary: null,
    });
    expect(await documentOf('trace', ['trace', 'N1036', '--store', 'west'], 0)).toMatchObject({
      orders: [{ state: 'quarantined', copy: { kind: 'not-asked' } }],
      ownOfPrimary: { kind: 'there' },
    });
  });

  test('status', async () => {
    expect(await documentOf('status', ['status', 'pipelines/demo.yaml'], 0)).toMatchObject({
      runningProcess: null,
      runs: [{ id: 1, status: 'open' }],
      openWrites: [],
    });
  });

  test('quarantine list, show and retry', async () => {
    const held = { store: 'west', entity: 'orders', sourceId: 'N1036', code: 'surcharge-part-taxed' };
    const pipeline = 'pipelines/demo.yaml';
    expect(await documentOf('quarantine list', ['quarantine', 'list', pipeline, '--code', held.code], 0)).toMatchObject(
      { quarantine: [held] },
    );
    expect(
      await documentOf('quarantine show', ['quarantine', 'show', pipeline, 'N1036', '--payload'], 0),
    ).toMatchObject({ records: [{ ...held, payload: { id: 'N1036' } }] });
    expect(await documentOf('quarantine retry', ['quarantine', 'retry', pipeline, 'N1036'], 0)).toMatchObject({
      retried: [{ sourceId: 'N1036', result: 'staged' }],
    });
  });

  test('reconcile', async () => {
    const document = await documentOf('reconcile', ['reconcile', 'pipelines/demo.yaml'], 3);
    const difference = { kind: 'missing', store: 'west', sourceId: 'N1036', label: 'next-run' };
    expect(document).toMatchObject({ differences: [difference] });
  });

  test('month', async () => {
    const words = ['month', '2026-07', 'pipelines/demo.yaml', '--out', 'july'];
    expect(await documentOf('month', words, 3)).toMatchObject({
      ...{ month: '2026-07', state: 'open' },
      files: expect.arrayContaining(['july/month-2026-07.html', 'july/month-2026-07-gst.csv']),
    });
  });

  test('quarantine accept: what differs by no cents is refused, a copy that was changed counts as it stands', async () => {
    const pipeline = 'pipelines/demo.yaml';
    const accept = (id: string, code: number, name = 'quarantine accept') =>
      documentOf(
        name,
        ['quarantine', 'accept', pipeline, id, '--store', 'west', '--reason', 'seen', '--leave-in-books'],
        code,
      );
    expect(await accept('N1049', 2, 'any command that fails')).toMatchObject({ error: { code: 'not-found' } });
    demo.west.panel.changeOrder('N1001', { OrderStatus: 'Cancelled' });
    await demo.program(['run', pipeline]);
    expect(await accept('N1001', 0)).toMatchObject({ accepted: [{ sourceId: 'N1001', result: 'settled' }] });
  });

  test('quarantine drop and purge', async () => {
    const pipeline = 'pipelines/demo.yaml';
    const drop = [
      'quarantine',
      'drop',
      pipeline,
      'N1036',
      '--store',
      'west',
      '--entity',
      'orders',
      '--reason',
      'by hand',
    ];
    expect(await documentOf('quarantine drop', drop, 0)).toMatchObject({
      dropped: { sourceId: 'N1036', targetId: null, dependants: [{ entity: 'payments', fate: 'left-out' }] },
    });
    const purge = ['quarantine', 'purge', pipeline, '--older-than', '0d'];
    expect(await documentOf('quarantine purge', purge, 0)).toMatchObject({ pipeline: 'demo' });
  });

  test('a command that fails', async () => {
    const failing = 'any command that fails';
    expect(await documentOf(failing, ['trace', 'N9999999'], 2)).toMatchObject({ error: { code: 'not-found' } });
    expect(await documentOf(failing, ['run', 'pipelines/none.yaml'], 2)).toMatchObject({
      error: { code: 'config-unreadable' },
    });
    expect(await documentOf(failing, ['rnu'], 2)).toMatchObject({ error: { code: 'usage' } });
  });
});
