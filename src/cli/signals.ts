import { signalCode } from './shell.ts';

/**
 * Windows has no SIGTERM; what it has besides Ctrl-C comes as SIGBREAK (Ctrl-Break) and SIGHUP (its window is closed: the
 * process has some seconds then). Elsewhere SIGHUP is left alone, since `nohup` has it ignored.
 */
function namesOn(platform: NodeJS.Platform): readonly NodeJS.Signals[] {
  return platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM'];
}

interface SignalWatch {
  readonly signal: AbortSignal;
  close(): void;
}

/** The first signal asks for a clean stop between two steps, the second ends the process at once. */
export function watchSignals(note: (text: string) => void, platform = process.platform): SignalWatch {
  const controller = new AbortController();
  const listeners = namesOn(platform).map((name) => {
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
