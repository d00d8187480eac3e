import { signalCode } from './shell.ts';

const names = ['SIGINT', 'SIGTERM'] as const;

interface SignalWatch {
  readonly signal: AbortSignal;
  close(): void;
}

/** The first signal asks for a clean stop between two steps, the second ends the process at once. */
export function watchSignals(note: (text: string) => void): SignalWatch {
  const controller = new AbortController();
  const listeners = names.map((name) => {
    const listener = (): void => {
      if (controller.signal.aborted) process.exit(signalCode(name));
      note('Stopping after this step; the same again stops at once.');
      controller.abort(name);
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    close() {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
