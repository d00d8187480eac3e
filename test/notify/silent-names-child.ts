/** `silent-names-child.ts PORT LIMIT`: sends a mail and a post to hosts that a name server at PORT is to know, within LIMIT. */
import { limited } from '../../src/notify/limit.ts';
import { boundedLookup } from '../../src/notify/lookup.ts';
import { sendLetter } from '../../src/notify/mail.ts';
import { post } from '../../src/notify/post.ts';

const [port = '', limit = ''] = process.argv.slice(2);
const milliseconds = Number(limit);
const { signal, end } = limited(milliseconds);
const options = { signal, milliseconds, lookup: boundedLookup(signal, [`127.0.0.1:${port}`]) };
const server = {
  host: 'smtp.example.com',
  port: 587,
  secure: 'starttls',
  login: undefined,
} as const;
const letter = {
  from: 'a@example.com',
  to: ['b@example.com'],
  subject: 'a test',
  text: '',
  html: '',
  id: '<1@example.com>',
};
const begun = performance.now();
const [mail, hook] = await Promise.all([
  sendLetter(server, letter, options),
  post('https://hooks.example.com/secret', {}, options),
]);
end();
const took = performance.now() - begun;
process.stdout.write(JSON.stringify({ took, mail: mail.get('b@example.com')?.reason, hook: hook?.reason }));
