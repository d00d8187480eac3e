import { blank } from '../../../src/notify/memory.ts';
import { inModule, type Protection } from '../protection.ts';

const limit = inModule<typeof import('../../../src/notify/limit.ts')>('src/notify/limit.ts');
const answer = inModule<typeof import('../../../src/notify/answer.ts')>('src/notify/answer.ts');
const memory = inModule<typeof import('../../../src/notify/memory.ts')>('src/notify/memory.ts');
const conditions = inModule<typeof import('../../../src/notify/conditions.ts')>('src/notify/conditions.ts');

const mails = 'test/notify/mail.test.ts';

/** What keeps messages about runs from holding them up, from telling too much, and from being told too often. */
export const alerts: readonly Protection[] = [
  limit({
    id: 'alert-time-limit',
    promise: 2,
    protects: 'A mail server or a webhook that hangs holds no run up for longer than a few seconds.',
    export: 'limited',
    replacement: (original) => (milliseconds, stop) => original(4 * milliseconds, stop),
    test: [
      mails,
      'a mail server that lies never holds a run up, fails no run, and the message comes with the next > accepts and never says a word',
    ],
  }),
  memory({
    id: 'alert-only-new',
    promise: 2,
    protects: 'What was told is not told at each run, so that what is new is seen.',
    export: 'rememberedOf',
    replacement: () => () => blank,
    test: [
      mails,
      'onProblem.email > hears of a failure once, and once that it is well again, over an encrypted connection and signed in',
    ],
  }),
  answer({
    id: 'alert-redirects',
    promise: 8,
    protects: 'A message that a webhook redirects counts as not delivered, and goes nowhere else.',
    export: 'isTaken',
    replacement: () => (status) => status >= 200 && status < 400,
    test: [
      'test/notify/webhook-faults.test.ts',
      'a webhook that lies never holds a run up, fails no run, and the message comes with the next > a redirect is not followed, wherever it leads',
    ],
  }),
  conditions({
    id: 'alert-no-names',
    promise: 8,
    protects: 'A message about a run holds nothing that a store or a shopper wrote.',
    export: 'judge',
    replacement:
      (original) =>
      (outcome, ...rest) => {
        const judged = original(outcome, ...rest);
        const words = outcome.kind === 'ended' ? outcome.summary.problems.map(({ message }) => message).join(' ') : '';
        return { ...judged, lasting: judged.lasting.map((one) => ({ ...one, text: `${one.text} ${words}` })) };
      },
    test: [
      mails,
      'onProblem.email > is told no name, no address of a shopper and no secret, and neither is the file beside it',
    ],
  }),
];
