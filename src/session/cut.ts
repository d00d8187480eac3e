/** How long what is under way may take to end by itself once a stop was asked for: then there are 10 s left to tidy up. */
const CUT_AFTER = 20_000;

interface Cut {
  readonly signal: AbortSignal | undefined;
  release(): void;
}

/** A second signal that follows the first: one asks to stop between two steps, the other cuts the step itself. */
export function cutAfter(signal: AbortSignal | undefined, milliseconds = CUT_AFTER): Cut {
  if (signal === undefined) return { signal: undefined, release() {} };
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    timer = setTimeout(() => controller.abort(signal.reason), milliseconds);
  };
  if (signal.aborted) arm();
  else signal.addEventListener('abort', arm, { once: true });
  return {
    signal: controller.signal,
    release() {
      signal.removeEventListener('abort', arm);
      clearTimeout(timer);
    },
  };
}
