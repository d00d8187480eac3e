import { expect, test } from 'vitest';
import { watchSignals } from '../../src/cli/signals.ts';

const events = ['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP'] as const;
const listened = () => events.filter((name) => process.listenerCount(name) > (before[name] ?? 0));
let before: Record<string, number> = {};

function watched(platform: NodeJS.Platform, name: NodeJS.Signals) {
  before = Object.fromEntries(events.map((one) => [one, process.listenerCount(one)]));
  const said: string[] = [];
  const watch = watchSignals((text) => said.push(text), platform);
  const names = listened();
  process.emit(name, name);
  const { aborted, reason } = watch.signal;
  watch.close();
  return { names, aborted, reason, said, left: listened() };
}

test.each(['SIGINT', 'SIGBREAK', 'SIGHUP'] as const)(
  'on Windows %s (Ctrl-C, Ctrl-Break, the closing of the window) asks for a clean stop',
  (name) => {
    expect(watched('win32', name)).toEqual({
      names: ['SIGINT', 'SIGBREAK', 'SIGHUP'],
      aborted: true,
      reason: name,
      said: ['Stopping after this step; the same again stops at once.'],
      left: [],
    });
  },
);

test('elsewhere SIGHUP stays what the caller made of it, so that nohup keeps its word', () => {
  expect(watched('linux', 'SIGTERM')).toMatchObject({ names: ['SIGINT', 'SIGTERM'], aborted: true, left: [] });
});
