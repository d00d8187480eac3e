import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ConsolidatorError } from '../../model/errors.ts';
import { WITHOUT_GLOBAL } from '../../model/optional-packages.ts';
import { programVersion } from '../../model/program-version.ts';
import type { SpanFacts, Spans } from '../../model/spans.ts';

/** Milliseconds that one sending may take; whoever waits for the command's end waits no longer. */
const SEND_WITHIN = 3_000;
/** What is kept while the other end does not take it. */
const MOST_WAITING = 4_096;
const INSTALL =
  'npm install --global @opentelemetry/api@1 @opentelemetry/resources@3 @opentelemetry/sdk-trace@3 @opentelemetry/exporter-trace-otlp-http@0.301';

interface OpenSpans extends Spans {
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Spans that are sent by OTLP over HTTP as JSON. Nothing is registered for the process, so that it disturbs nobody who uses this
 * program as a library.
 * @param note for what keeps them from being sent @returns undefined where they can't be, which was said
 */
export async function openOtlpSpans(
  environment: NodeJS.ProcessEnv,
  note: (text: string) => void,
): Promise<OpenSpans | undefined> {
  const url = addressOf(environment);
  if (url === undefined) {
    note('No traces are sent: OTEL_EXPORTER_OTLP_ENDPOINT is no address; expected one such as http://127.0.0.1:4318.');
    return undefined;
  }
  const packages = await load();
  if (packages === undefined) {
    note(
      `No traces are sent: the packages for them are not installed. Install them beside this program (${INSTALL}; ${WITHOUT_GLOBAL}), or take OTEL_EXPORTER_OTLP_ENDPOINT out of the environment.`,
    );
    return undefined;
  }
  const { api, sdk, otlp, resources } = packages;
  const service = environment['OTEL_SERVICE_NAME'] ?? '';
  const exporter = new otlp.OTLPTraceExporter({
    url: url.href,
    headers: headersOf(environment),
    timeoutMillis: SEND_WITHIN,
  });
  const processor = new sdk.BatchSpanProcessor({
    exporter: sayingOnce(exporter, () => note(`Traces can't be sent to ${url.host}; the work goes on without.`)),
    ...{ maxQueueSize: MOST_WAITING, exportTimeoutMillis: SEND_WITHIN },
  });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': service === '' ? 'neto-consolidator' : service,
      'service.version': programVersion(),
    }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('neto-consolidator', programVersion());
  // Of its own: that of the library has to be registered for the whole process.
  const around = new AsyncLocalStorage<Context>();
  const context = (): Context => around.getStore() ?? api.ROOT_CONTEXT;
  return {
    async within(name, facts, work) {
      const span = tracer.startSpan(name, { attributes: attributesOf(facts) }, context());
      try {
        return await around.run(api.trace.setSpan(context(), span), () =>
          work((more) => void span.setAttributes(attributesOf(more))),
        );
      } catch (error) {
        fail(span, error instanceof ConsolidatorError ? error.code : 'internal');
        throw error;
      } finally {
        span.end();
      }
    },
    ended(name, facts, milliseconds) {
      const end = Date.now();
      const span = tracer.startSpan(
        name,
        { attributes: attributesOf(facts), startTime: end - milliseconds, kind: api.SpanKind.CLIENT },
        context(),
      );
      span.end(end);
    },
    async close() {
      await provider.shutdown().catch(() => {});
    },
  };

  /** By its code: what it says may name somebody. */
  function fail(span: Span, code: string): void {
    span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.setAttributes(attributesOf({ outcome: code }));
  }
}

/** @returns undefined where one of them is not installed */
async function load() {
  try {
    const [api, sdk, otlp, resources] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
    return { api, sdk, otlp, resources };
  } catch {
    return undefined;
  }
}

function attributesOf(facts: SpanFacts): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[`neto.${name}`, value]])),
  );
}

function addressOf(environment: NodeJS.ProcessEnv): URL | undefined {
  const whole = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  const base = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  const url = URL.parse(whole === '' ? `${base.replace(/\/+$/, '')}/v1/traces` : whole);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** `name=value,other=value`, with signs written as in an address; those for traces alone win. */
function headersOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const given = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'].flatMap((name) =>
    (environment[name] ?? '').split(','),
  );
  return Object.fromEntries(
    given.flatMap((pair) => {
      const [name = '', ...value] = pair.split('=');
      return name.trim() === '' ? [] : [[name.trim(), plain(value.join('=').trim())]];
    }),
  );
}

function plain(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The library keeps silent about what it could not send. */
function sayingOnce(exporter: SpanExporter, say: () => void): SpanExporter {
  let isSaid = false;
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans, (result) => {
        if (result.code !== 0 && !isSaid) {
          isSaid = true;
          say();
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}
