import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openArena } from '../chaos/arena.ts';
import { converge } from '../chaos/converge.ts';
import { population } from '../chaos/population.ts';

test('a ledger that another program locks in the middle of a run ends it with a clear message, and the next goes on', async () => {
  const people = population(7, 6);
  const arena = await openArena({ population: people });
  let other: DatabaseSync | undefined;
  arena.main.faults.next = ({ action }) => {
    if (action === 'AddOrder' && other === undefined) {
      other = new DatabaseSync(join(arena.folder, 'chaos.db'));
      other.exec('BEGIN IMMEDIATE');
    }
    return undefined;
  };
  try {
    const message = expect.stringMatching(/chaos\.db can't be written: another program holds it locked/);
    await expect(arena.run()).rejects.toMatchObject({ code: 'ledger-unwritable', message });
    other?.close();
    expect((await converge(arena, people.truth)).violations).toEqual([]);
  } finally {
    await arena.close();
  }
});
