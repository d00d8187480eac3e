/** `lock-child.ts FILE [decision]`: takes the lock, says so, and holds it until it is told to let go, or its process ends. */
import { writeSync } from 'node:fs';
import { takeLock } from '../../src/session/lock.ts';

const [file = '', what] = process.argv.slice(2);
const lock = takeLock(file, 'the pipeline test', { isBrief: what === 'decision' });
writeSync(1, 'held\n');
setInterval(() => {}, 60_000);
process.stdin.once('data', () => {
  lock.release();
  process.exit(0);
});
