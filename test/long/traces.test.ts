import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type SmallDemo, startSmallDemo } from '../cli/small-demo.ts';

const spanSchema = z.object({
  traceId: z.string().length(32),
  spanId: z.string().length(16),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  status: z.object({ code: z.number().optional() }).optional(),
  attributes: z.array(
    z.object({
      key: z.string(),
      value: z.object({ stringValue: z.string().optional(), intValue: z.union([z.number(), z.string()]).optional() }),
    }),
  ),
});
type Span = z.infer<typeof spanSchema>;
/** As OTLP 1.x sends spans as JSON. */
const sentSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: spanSchema.shape.attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** Whoever takes traces on loopback. */
async function receiver(status = 200) {
  const bodies: string[] = [];
  const asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString());
      asked.push({ url: request.url ?? '', headers: request.headers });
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sent = () => bodies.map((body) => sentSchema.parse(JSON.parse(body)));
  const spans = (): Span[] =>
    sent().flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)),
    );
  return { url, bodies, asked, sent, spans };
}

async function startDemo(): Promise<SmallDemo> {
  const demo = await startSmallDemo();
  onTestFinished(() => demo.close());
  return demo;
}

function fact(span: Span | undefined, name: string): string | undefined {
  const value = span?.attributes.find(({ key }) => key === `neto.${name}`)?.value;
  return value?.stringValue ?? (value?.intValue === undefined ? undefined : String(value.intValue));
}

test('a run is sent as a trace: run, extraction of each store, steps of chunks, and each request with its action below the step that made it', async () => {
  const demo = await startDemo();
  const { url, asked, sent, spans } = await receiver();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: 'x-team=books%20one' };
  const { stdout, stderr } = await demo.program(['run', 'pipelines/demo.yaml', '--output', 'json'], environment);
  expect(stderr).not.toContain('traces');
  const summary = z.object({ run: z.number(), status: z.string(), requests: z.record(z.string(), z.number()) }).parse(JSON.parse(stdout)); // biome-ignore format: a shape
  expect(asked[0]).toMatchObject({ url: '/v1/traces', headers: { 'x-team': 'books one' } });
  const service = sent()[0]?.resourceSpans[0]?.resource.attributes.find(({ key }) => key === 'service.name');
  expect(service?.value.stringValue).toBe('neto-consolidator');

  const all = spans();
  const byId = new Map(all.map((span) => [span.spanId, span]));
  const named = (name: string) => all.filter((span) => span.name === name);
  const [run, ...others] = named('run');
  expect(others).toEqual([]);
  expect([fact(run, 'pipeline'), fact(run, 'run'), fact(run, 'outcome')]).toEqual(['demo', String(summary.run), summary.status]); // biome-ignore format: one line
  expect(named('extract').map((span) => [fact(span, 'store'), span.parentSpanId]).sort()).toEqual([
    ['south', run?.spanId],
    ['west', run?.spanId],
  ]); // biome-ignore format: two lines
  const steps = new Set(named('load').map((span) => `${fact(span, 'entity')} ${fact(span, 'step')}`));
  expect([...steps]).toEqual(
    expect.arrayContaining(['orders prepare', 'orders add', 'orders approve', 'payments whole']),
  );

  const requests = named('request');
  for (const [store, count] of Object.entries(summary.requests))
    expect(
      requests.filter((span) => fact(span, 'store') === store),
      store,
    ).toHaveLength(count);
  const above = (action: string) =>
    new Set(requests.filter((span) => fact(span, 'action') === action).map((span) => byId.get(span.parentSpanId ?? '')?.name)); // biome-ignore format: one line
  expect(above('AddOrder')).toEqual(new Set(['load']));
  expect([...above('GetOrder')]).toContain('extract');
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
  for (const span of all) expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano), span.name).toBe(true);
}, 60_000);

test('no name, id, amount, key or address of anybody is in a trace, also of a run that fails', async () => {
  const demo = await startDemo();
  const { url, bodies, spans } = await receiver();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url };
  await demo.program(['run', 'pipelines/demo.yaml'], environment);
  await demo.program(['run', 'pipelines/demo.yaml', '--order', 'N1001'], environment);
  demo.west.faults.next = () => ({ kind: 'status', status: 500, when: 'before' });
  await demo.program(['run', 'pipelines/demo.yaml'], environment);
  demo.west.faults.next = () => undefined;
  expect(spans().some((span) => fact(span, 'outcome') !== undefined && fact(span, 'outcome') !== 'success')).toBe(true);

  const known = ['pipeline', 'run', 'store', 'entity', 'action', 'step', 'outcome', 'status', 'records'];
  const keys = new Set(spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...keys].filter((key) => !known.includes(key.replace(/^neto\./, '')))).toEqual([]);
  const texts = new Set(
    spans().flatMap(({ attributes }) => attributes.flatMap(({ value }) => value.stringValue ?? [])),
  );
  for (const text of texts) expect(text).toMatch(/^[A-Za-z][A-Za-z-]{0,40}$/);
  const all = bodies.join('\n');
  const orders = [...demo.west.orders(), ...demo.main.orders()];
  const secret = [
    ...['main', 'west', 'south'].map((store) => `${store}-secret-key`),
    ...orders.flatMap(({ OrderID, Email, BillLastName, GrandTotal }) => [OrderID, Email, BillLastName, GrandTotal]),
  ].filter((text) => text.length > 4);
  expect(secret.length).toBeGreaterThan(40);
  expect(
    secret.filter((text) => all.includes(`"${text}"`) || all.includes(text.length > 7 ? text : `"${text}"`)),
  ).toEqual([]);
}, 90_000);

test('where nobody takes the traces the run is what it is without, says so once, and ends soon', async () => {
  const demo = await startDemo();
  const { url } = await receiver(400);
  const ended = await demo.start(['run', 'pipelines/demo.yaml'], { OTEL_EXPORTER_OTLP_ENDPOINT: url }).ended;
  expect([0, 3]).toContain(ended.code);
  expect(ended.stderr.match(/Traces can't be sent to 127\.0\.0\.1:\d+/g)).toHaveLength(1);
  const wrong = await demo.program(['run', 'pipelines/demo.yaml'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' });
  expect([0, 3]).toContain(wrong.code);
  expect(wrong.stderr).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is no address');
}, 60_000);

test('without the packages a sentence says which, and the run goes on; without an address nothing of them is loaded', async () => {
  const demo = await startDemo();
  const { url, bodies } = await receiver();
  const hook = join(demo.folder, 'without.mjs');
  // As where they are not installed; and whoever asks for one is heard.
  writeFileSync(
    hook,
    `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) {
  if (!name.startsWith('@opentelemetry/')) return next(name, context);
  process.stderr.write('asked for ' + name + '\\n');
  throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' });
} });`,
  );
  const NODE_OPTIONS = `--import=${hook}`;
  const words = ['run', 'pipelines/demo.yaml'];
  const plain = await demo.start(words, { NODE_OPTIONS }).ended;
  expect([0, 3]).toContain(plain.code);
  expect(plain.stderr).not.toContain('asked for');
  const asked = await demo.start(words, { NODE_OPTIONS, OTEL_EXPORTER_OTLP_ENDPOINT: url }).ended;
  expect([0, 3]).toContain(asked.code);
  expect(asked.stderr).toMatch(/No traces are sent: .*npm install --global @opentelemetry\/api@1/);
  expect(bodies).toEqual([]);
}, 90_000);
