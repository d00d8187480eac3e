import { inModule, type Protection } from '../protection.ts';

const doors = inModule<typeof import('../../../src/serve/access/doors.ts')>('src/serve/access/doors.ts');
const rights = inModule<typeof import('../../../src/serve/access/rights.ts')>('src/serve/access/rights.ts');
const form = inModule<typeof import('../../../src/serve/frame/form.ts')>('src/serve/frame/form.ts');
const headers = inModule<typeof import('../../../src/serve/frame/headers.ts')>('src/serve/frame/headers.ts');
const ownFolder = inModule<typeof import('../../../src/serve/access/own-folder.ts')>('src/serve/access/own-folder.ts');
const ownPathOf = inModule<typeof import('../../../src/serve/access/own-path.ts')>('src/serve/access/own-path.ts');
const cookie = inModule<typeof import('../../../src/serve/access/cookie.ts')>('src/serve/access/cookie.ts');

/** What keeps strangers from the page. */
export const page: readonly Protection[] = [
  doors({
    id: 'page-door',
    promise: 8,
    protects: 'The page answers nobody who asks by another name, or sends from another page.',
    export: 'refusedAtDoor',
    replacement: () => () => undefined,
    test: [
      'test/serve/access.test.ts',
      'at the door > whoever asks by the name evil.example is refused, also with a cookie that is right',
    ],
  }),
  rights({
    id: 'page-rights',
    promise: 8,
    protects: 'A page is shown to those who are in and may see it, and to nobody else.',
    export: 'isAllowed',
    replacement: () => () => true,
    test: ['test/serve/access.test.ts', 'who is not in > sees the log-in page in the place of every page'],
  }),
  form({
    id: 'page-form-token',
    promise: 8,
    protects: 'A form that was not written for its session changes nothing.',
    export: 'isOwnForm',
    replacement: () => () => true,
    test: ['test/serve/access.test.ts', 'a form > with the token of another session is not taken'],
  }),
  headers({
    id: 'page-headers',
    promise: 8,
    protects: 'No page runs what it does not bring itself, stands in another one, or stays in the browser.',
    export: 'guarded',
    replacement: () => (answer) => answer,
    test: [
      'test/serve/access.test.ts',
      'each answer, also an error, keeps browsers from doing what a page does not need',
    ],
  }),
  ownPathOf({
    id: 'page-own-path',
    promise: 8,
    protects: 'What another user of the machine serves at another port is not sent the cookie by which somebody is in.',
    export: 'ownPath',
    replacement: () => async () => '',
    test: [
      'test/serve/own-path.test.ts',
      'the cookie is for that path alone, and each address of a page, of a form and of a redirect leads there',
    ],
  }),
  cookie({
    id: 'page-cookie',
    promise: 8,
    protects: 'No script reads the cookie by which somebody is in, and no other page sends it.',
    export: 'cookieHeader',
    replacement: () => (name, value) => `${name}=${value}; Path=/`,
    test: [
      'test/serve/access.test.ts',
      'the opening file > lets in, also from no origin as a file is, by a cookie that no script reads and no other page sends',
    ],
  }),
  ownFolder({
    id: 'page-opening-folder',
    promise: 8,
    protects: 'The file that opens the page is written where its user alone can read it, and put nothing in its place.',
    export: 'makeOwnFolder',
    replacement: () => async () => {},
    test: [
      'test/serve/access.test.ts',
      'the opening file > is put in a folder of its user alone, and not where somebody has laid a link',
    ],
  }),
];
