/** A process that tells of the end of one run, and prints what came of it: to be killed, or to have company. */
import { announce } from '../../src/notify/announce.ts';

const { pipeline, home, outcome, now, toDos } = JSON.parse(process.argv[2] ?? '');
const standing = async () => ({
  verdict: ['All is well.'],
  toDos,
  copiedSince: async () => ['west: 3 orders copied.'],
});
const { told, failures } = await announce({ pipeline, home, outcome, now, standing });
process.stdout.write(JSON.stringify({ told: told.length, failures }));
