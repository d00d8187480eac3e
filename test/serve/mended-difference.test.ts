import { expect, test } from 'vitest';
import { paidOrder, withProof } from '../proof/support/proven.ts';
import { environment, formsOf, personWith } from './support/deciding.ts';
import { withServed } from './support/served.ts';

const STAYS = 'What was mended since then stands here until both sides are compared again';

test('a difference that was mended says that it stands until both sides are compared again, and how to see at once', () =>
  withProof({ orders: [paidOrder('N1')] }, async (stores) => {
    await stores.proving();
    stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
    await stores.proving({ proof: 'now' });
    stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-10' });
    const { file, name } = await stores.pipeline();
    const at = `/pipelines/${name}`;
    await withServed({ files: [file], environment, home: stores.home }, async (served) => {
      const owner = personWith(served, await served.enter());
      const toDo = (await owner.get(`${at}/to-dos`)).text;
      expect(toDo).toContain(STAYS);
      expect(toDo).toContain(`<a href="${at}/proof">Compare now</a>`);
      const { text } = await owner.get(`${at}/proof`);
      expect(text).toContain(STAYS);
      expect(text).not.toContain('neto-consolidator ');
      const compare = formsOf(text).find(({ action }) => action === `${at}/proof`);
      const { text: now } = await owner.ended(compare ?? { action: '', fields: {} });
      expect(now).toContain('Adds up');
      // A form's token may have these two letters anywhere, but for behind a blank or a tag.
      expect(now).not.toMatch(/[ >]W1\b/);
      expect(text).toMatch(/[ >]W1\b/);
    });
  }));
