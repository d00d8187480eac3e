/** Takes the lock of a file, says so, and holds it until its process ends. */
import { writeSync } from 'node:fs';
import { takeLock } from '../../src/session/lock.ts';

takeLock(process.argv[2] ?? '', 'the pipeline test');
writeSync(1, 'held\n');
setInterval(() => {}, 60_000);
