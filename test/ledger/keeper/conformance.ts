import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEPT, PERSONAL_DAYS } from '../../../src/ledger/backup.ts';
import type { LedgerKeeper } from '../../../src/ledger/keeper.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { BY_A_PERSON } from '../../../src/ledger/run-entry.ts';
import { copyOne, stage } from '../backup-pipeline.ts';

/** Where a keeper is tried, with what only those can do who know what it keeps ledgers in. */
export interface KeeperGround {
  /** Each time a new one, of the same ledger. */
  keeper(): LedgerKeeper;
  /** What a person could give as a place for a backup; nothing is there yet. */
  readonly elsewhere: string;
  /** As a process leaves it that is killed while it makes a backup. */
  leaveHalfABackup(): void | Promise<void>;
  /** The ledger can't be read any more. */
  damage(): void | Promise<void>;
  close(): void | Promise<void>;
}

const NOW = Date.parse('2026-11-29T08:15:03Z');
const DAY = 86_400_000;
const key = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;

/** What every keeper of a ledger does, whatever it keeps it in. */
export function keeps(name: string, prepare: () => KeeperGround | Promise<KeeperGround>): void {
  describe(`a ledger's keeper: ${name}`, () => {
    let ground: KeeperGround;
    let keeper: LedgerKeeper;
    beforeEach(async () => {
      ground = await prepare();
      keeper = ground.keeper();
    });
    afterEach(() => ground.close());

    /** With the ledger open, which is closed again. */
    const within = async <Result>(opened: Promise<Ledger>, use: (ledger: Ledger) => Promise<Result>) => {
      const ledger = await opened;
      try {
        return await use(ledger);
      } finally {
        await ledger.close();
      }
    };
    const copies = (...numbers: readonly number[]) =>
      within(keeper.open(), async (ledger) => {
        for (const number of numbers) await copyOne(ledger, number);
      });
    /** All that tells one state of the ledger from another. */
    const all = (opened = keeper.openToLook()) =>
      within(opened, async (ledger) => ({
        installation: ledger.installationId,
        records: await Promise.all(['N1', 'N2', 'N3', 'N90'].map((id) => ledger.find(key(id)))),
        history: await Promise.all(['N1', 'N2', 'N3', 'N90'].map((id) => ledger.history(key(id)))),
        runs: await ledger.runs(10),
      }));
    const restore = async (address: string, now = NOW) => {
      const replacement = await keeper.restoring(address);
      await replacement.make();
      return replacement.putInPlace(now);
    };
    const kindsOf = async () => (await keeper.backups()).map(({ kind }) => kind);

    test('makes a ledger when it is opened to write, and neither before nor for a copy', async () => {
      await keeper.openCopy().then((ledger) => ledger.close());
      expect([await keeper.exists(), await keeper.backups()]).toEqual([false, []]);
      await copies(1);
      expect(await keeper.exists()).toBe(true);
      expect(await ground.keeper().content()).toMatchObject({ copies: 1, runs: 1 });
    });

    test('gives back what was put into it, whoever asks', async () => {
      await copies(1, 2);
      const known = await all();
      expect(known.records.map((record) => record?.targetId)).toEqual(['W1', 'W2', undefined, undefined]);
      expect(await all(ground.keeper().open())).toEqual(known);
      expect(await keeper.content()).toMatchObject({ installation: known.installation, copies: 2, runs: 2 });
      expect(await within(keeper.openToLook(), (ledger) => ledger.examine())).toMatchObject({ integrity: [] });
    });

    test('has another digest once anything has changed, and the same one where nothing has', async () => {
      await copies(1);
      const before = await keeper.digest();
      expect([await ground.keeper().digest(), before.rows.record]).toEqual([before, 1]);
      await copies(2);
      expect((await keeper.digest()).sha256).not.toBe(before.sha256);
    });

    test('counts what people have decided', async () => {
      await copies(1);
      expect(await keeper.decisions()).toBe(0);
      await within(keeper.open(), async (ledger) => {
        const run = await ledger.beginRun({ narrowed: false });
        await stage(ledger, run, 'N90', '{}');
        await ledger.decide(run, [
          { kind: 'quarantine', key: key('N90'), reason: 'total-unexplained', message: 'why' },
        ]);
        await ledger.drop(BY_A_PERSON, key('N90'), 'not ours');
      });
      expect(await keeper.decisions()).toBe(1);
    });

    test('knows a ledger by its spot until another one stands there', async () => {
      await copies(1);
      const spot = await keeper.spot();
      expect([await ground.keeper().spot(), await keeper.standsAt(spot)]).toEqual([spot, true]);
      const { address } = await keeper.backUp('daily', NOW);
      await restore(address);
      expect(await keeper.standsAt(spot)).toBe(false);
      expect(await keeper.standsAt(await keeper.spot())).toBe(true);
    });

    test('lets a private copy change nothing of the ledger, and see nothing of what is changed there', async () => {
      await copies(1);
      const known = await all();
      const copy = await keeper.openCopy();
      await copyOne(copy, 2);
      expect(await all()).toEqual(known);
      await copies(3);
      expect([(await copy.find(key('N2')))?.targetId, await copy.find(key('N3'))]).toEqual(['W2', null]);
      await copy.close();
      expect((await all()).records.map((record) => record?.targetId)).toEqual(['W1', undefined, 'W3', undefined]);
      expect(await keeper.backups()).toEqual([]);
    });

    describe('a backup', () => {
      test('is of one moment, while others write the ledger, and is listed under its kind and time', async () => {
        await copies(1);
        const ledger = await keeper.open();
        const made = await keeper.backUp('daily', NOW);
        await copyOne(ledger, 2);
        await ledger.close();
        const [only, ...others] = await ground.keeper().backups();
        expect(others).toEqual([]);
        expect(only).toEqual({ ...made, kind: 'daily', at: '2026-11-29T08:15:03Z', bytes: expect.any(Number) });
        expect(only?.bytes).toBeGreaterThan(0);
        expect(await keeper.checkBackup(made.address)).toEqual({ ...(await keeper.content()), copies: 1, runs: 1 });
      });

      test('can be restored, and the ledger is as it was; what stood there is a backup by then', async () => {
        await copies(1, 2);
        const known = await all();
        const { address } = await keeper.backUp('daily', NOW);
        await copies(3);
        const content = await keeper.content();
        const kept = await restore(address);
        expect(await all()).toEqual(known);
        expect(await keeper.checkBackup(address)).toEqual(await keeper.content());
        expect(await keeper.checkBackup(kept?.address ?? '')).toEqual(content);
        expect((await kindsOf()).sort()).toEqual(['daily', 'replaced']);
        await restore(kept?.address ?? '', NOW + DAY);
        expect((await all()).records[2]?.targetId).toBe('W3');
      });

      test('can be restored where the ledger is lost', async () => {
        await copies(1);
        const known = await all();
        await keeper.backUpTo(ground.elsewhere, '');
        await ground.damage();
        const kept = await restore(await keeper.findBackup(ground.elsewhere, ''));
        expect(await all()).toEqual(known);
        // A person may still want to look into it.
        expect((await keeper.backups()).map(({ address }) => address)).toEqual([kept?.address]);
      });

      test('that is not finished is never listed, and is gone with the next one', async () => {
        await copies(1);
        await ground.leaveHalfABackup();
        expect(await keeper.backups()).toEqual([]);
        const { address } = await keeper.backUp('daily', NOW);
        expect((await keeper.backups()).map((backup) => backup.address)).toEqual([address]);
      });

      test('of a ledger that can not be read is none', async () => {
        await copies(1);
        const { address } = await keeper.backUp('daily', NOW);
        await ground.damage();
        await expect(keeper.backUp('daily', NOW + DAY)).rejects.toMatchObject({ code: 'backup-failed' });
        expect((await keeper.backups()).map((backup) => backup.address)).toEqual([address]);
      });

      test('is found by its name, or by what a person says of one of their own, which is never written over', async () => {
        await copies(1);
        await expect(keeper.findBackup(ground.elsewhere, '')).rejects.toMatchObject({ code: 'not-found' });
        await expect(keeper.restoring(ground.elsewhere)).rejects.toMatchObject({ code: 'not-found' });
        const { name: given, address } = await keeper.backUp('daily', NOW);
        expect(await keeper.findBackup(given, '')).toBe(address);
        await keeper.backUpTo(ground.elsewhere, '');
        await copies(2);
        await expect(keeper.backUpTo(ground.elsewhere, '')).rejects.toMatchObject({ code: 'file-unwritable' });
        expect(await keeper.checkBackup(await keeper.findBackup(ground.elsewhere, ''))).toMatchObject({ copies: 1 });
        expect(await kindsOf()).toEqual(['daily']);
      });

      test('of no ledger is none', async () => {
        await expect(keeper.backUpTo(ground.elsewhere, '')).rejects.toMatchObject({ code: 'ledger-missing' });
        expect(await keeper.exists()).toBe(false);
      });

      test('is kept as one of so many of its kind, whatever the others are, and the newest is listed first', async () => {
        await copies(1);
        for (let day = 0; day < 2; day += 1) await keeper.backUp('replaced', NOW + day * DAY);
        for (let day = 0; day < KEPT.daily + 2; day += 1) await keeper.backUp('daily', NOW + day * DAY);
        const left = await keeper.backups();
        expect(left.filter(({ kind }) => kind === 'daily')).toHaveLength(KEPT.daily);
        expect(left.filter(({ kind }) => kind === 'replaced')).toHaveLength(2);
        const times = left.map(({ at }) => at);
        expect(times).toEqual([...times].sort().reverse());
        expect(times[0]).toBe('2026-12-07T08:15:03Z');
      });

      test('holds nothing personal when it is old, and can be restored all the same', async () => {
        await within(keeper.open(), async (ledger) => {
          const run = await ledger.beginRun({ narrowed: false });
          await stage(ledger, run, 'N90', '{"name":"Jane Secret"}');
          await ledger.decide(run, [
            { kind: 'quarantine', key: key('N90'), reason: 'total-unexplained', message: 'why' },
          ]);
        });
        await copies(1);
        const old = await keeper.backUp('daily', NOW);
        const young = await keeper.backUp('daily', NOW + 2 * DAY);
        const nothing = { redacted: [], removed: [] };
        expect(await keeper.redactBackups(NOW + (PERSONAL_DAYS - 1) * DAY)).toEqual(nothing);
        const later = NOW + (PERSONAL_DAYS + 1) * DAY;
        expect(await keeper.redactBackups(later)).toEqual({ redacted: [old.address], removed: [] });
        expect(await keeper.redactBackups(later)).toEqual(nothing);
        expect(await keeper.checkBackup(old.address)).toEqual(await keeper.checkBackup(young.address));
        for (const [{ address }, personal] of [[young, true], [old, false]] as const) {
          await restore(address, later);
          expect(JSON.stringify(await all()).includes('Jane Secret')).toBe(personal);
          expect((await all()).records.map((record) => record?.state)).toEqual(['loaded', undefined, undefined, 'quarantined']);
        } // biome-ignore format: one line each
      });
    });

    test('forgets one person in all backups, however young, and leaves all others as they are', async () => {
      await within(keeper.open(), async (ledger) => {
        const run = await ledger.beginRun({ narrowed: false });
        for (const [id, name] of [['N90', 'Jane Secret'], ['N91', 'John Other']] as const) {
          await stage(ledger, run, id, JSON.stringify({ name }));
          const why = { reason: 'total-unexplained', message: `of ${name}` } as const;
          await ledger.decide(run, [{ kind: 'quarantine', key: key(id), ...why }]);
        }
      }); // biome-ignore format: a table
      const made = await keeper.backUp('daily', NOW);
      const concerns = (_: unknown, text: string) => text.includes('Jane Secret');
      expect(await keeper.backupsThatHold(concerns)).toEqual([made.address]);
      expect(await keeper.forgetInBackups(concerns)).toEqual({ redacted: [made.address], removed: [] });
      expect([await keeper.backupsThatHold(concerns), await keeper.forgetInBackups(concerns)]).toEqual([
        [],
        { redacted: [], removed: [] },
      ]);
      await restore(made.address);
      const records = await within(keeper.openToLook(), (ledger) => ledger.quarantined());
      expect(records.map(({ sourceId, payload }) => [sourceId, payload])).toEqual([
        ['N90', null],
        ['N91', '{"name":"John Other"}'],
      ]);
      expect(JSON.stringify(await all())).not.toContain('Jane Secret');
    });

    describe('a replacement', () => {
      test('of a backup touches neither it nor the ledger, until it is put in place', async () => {
        await copies(1);
        const { address } = await keeper.backUp('daily', NOW);
        await copies(2);
        const known = await all();
        const replacement = await keeper.restoring(address);
        expect(await replacement.exists()).toBe(false);
        await replacement.make();
        await within(replacement.open(), (ledger) => copyOne(ledger, 3));
        expect(await replacement.content()).toMatchObject({ copies: 2 });
        expect(await all()).toEqual(known);
        expect(await keeper.checkBackup(address)).toMatchObject({ copies: 1 });
        await replacement.discard();
        expect([await replacement.exists(), await all()]).toEqual([false, known]);
      });

      test('says what would be lost by it', async () => {
        await copies(1);
        const { address } = await keeper.backUp('daily', NOW);
        await copies(2, 3);
        const replacement = await keeper.restoring(address);
        await replacement.make();
        expect(await replacement.loses()).toMatchObject({ runs: 2, copies: { orders: 2 }, decisions: 0 });
        await replacement.discard();
      });

      test('can be a new one, which takes the place of the ledger that is kept', async () => {
        await copies(1);
        const content = await keeper.content();
        const fresh = keeper.rebuilding();
        await fresh.make();
        await within(fresh.open(), (ledger) => copyOne(ledger, 2));
        const kept = await fresh.putInPlace(NOW);
        const now = await all();
        expect(now.installation).not.toBe(content.installation);
        expect(now.records.map((record) => record?.targetId)).toEqual([undefined, 'W2', undefined, undefined]);
        expect(await keeper.checkBackup(kept?.address ?? '')).toEqual(content);
        expect([await kindsOf(), await fresh.exists()]).toEqual([['replaced'], false]);
      });

      test('that a killed process has left is gone when it is cleared away, or made anew', async () => {
        await copies(1);
        const known = await all();
        const { address } = await keeper.backUp('daily', NOW);
        const left = [keeper.rebuilding(), await keeper.restoring(address)];
        for (const replacement of left) {
          await replacement.make();
          await within(replacement.open(), (ledger) => copyOne(ledger, 2));
        }
        const anew = ground.keeper().rebuilding();
        await anew.make();
        expect(await anew.exists()).toBe(false);
        await ground.keeper().discardLeftovers();
        for (const replacement of left) expect(await replacement.exists()).toBe(false);
        expect([await all(), await kindsOf()]).toEqual([known, ['daily']]);
      });
    });
  });
}
