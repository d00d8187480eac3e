import { followSpans } from '../../model/spans.ts';
import type { Shell } from '../shell.ts';

/** Where traces are sent, as OpenTelemetry names it; the second is for traces alone, and whole. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/**
 * Does the work of a command, of which each step is sent as a trace where the environment says where to; nothing is loaded for it
 * otherwise. What can't be sent is said once, and costs the work nothing.
 */
export async function traced<Result>(
  { environment, note }: Pick<Shell, 'environment' | 'note'>,
  work: () => Promise<Result>,
): Promise<Result> {
  if (ENDPOINTS.every((name) => (environment[name] ?? '') === '') || environment['OTEL_SDK_DISABLED'] === 'true')
    return work();
  const { openOtlpSpans } = await import('./otlp-spans.ts');
  const spans = await openOtlpSpans(environment, note);
  if (spans === undefined) return work();
  const end = followSpans(spans);
  try {
    return await work();
  } finally {
    end();
    await spans.close();
  }
}
