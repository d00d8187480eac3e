import { describe, expect, test } from 'vitest';
import { environment, full, fullByParts, least, read, refused, replaced } from './sample.ts';

const email = (keys: string): string =>
  `${least}onProblem:\n  email:\n    to: [a@example.com]\n    from: b@example.com\n${keys.replaceAll(/^/gm, '    ')}\n`;
const serverOf = async (keys: string, own: Record<string, string> = {}) =>
  (await read(email(keys), { ...environment, ...own })).onProblem.email?.server;

describe('the mail server', () => {
  test('may be said by one address or by its parts, to the same effect', async () => {
    const byAddress = (await read(full)).onProblem.email;
    expect(byAddress).toEqual({
      to: ['books@main.example.com', 'Anna@main.example.com'],
      from: 'alerts@main.example.com',
      server: {
        host: 'smtp.example.com',
        port: 465,
        secure: 'tls',
        login: { username: 'alerts@main.example.com', password: 'smtp-secret-0123/' },
      },
    });
    const byParts = (await read(fullByParts.replace('2525', '465'))).onProblem.email;
    expect(byParts).toEqual(byAddress);
  });

  test('is spoken to with encryption everywhere but on this machine', async () => {
    expect(await serverOf('host: smtp.example.com')).toMatchObject({ port: 587, secure: 'starttls', login: undefined });
    expect(await serverOf('host: smtp.example.com\nport: 465')).toMatchObject({ secure: 'tls' });
    expect(await serverOf('host: localhost\nport: 25')).toMatchObject({ port: 25, secure: 'none' });
    expect(await serverOf('host: "[::1]"\nsecure: tls')).toMatchObject({ host: '::1', port: 465, secure: 'tls' });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    const byAddress = (address: string) => serverOf('smtp: ${SMTP_URL}', { SMTP_URL: address });
    expect(await byAddress('smtp://smtp.example.com')).toMatchObject({ port: 587, secure: 'starttls' });
    expect(await byAddress('smtp://127.0.0.1:2525')).toMatchObject({ port: 2525, secure: 'none' });
    expect(await byAddress('smtp://127.0.0.1.example.com')).toMatchObject({ secure: 'starttls' });
  });

  test.each([
    ['', '19:3: "onProblem.email.smtp" is missing although there is no "onProblem.email.host"'],
    ['host: smtp.example.com\nusername: a', '"onProblem.email.password" is missing although there is'],
    ['host: smtp.example.com\nsecure: none', '23:13: "onProblem.email.secure" is none'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    ['smtp: ${SMTP_URL}\nport: 25', '23:5: "onProblem.email.port" stands beside "smtp"'],
  ])('that is not said whole, or twice, is refused with its place: %j', async (keys, sentence) => {
    const { code, problems } = await refused(email(keys), environment);
    expect([code, problems.length]).toEqual(['config-invalid', 1]);
    expect(problems[0]).toContain(sentence);
  });

  test.each([
    ['https://smtp.example.com', 'is no address of a mail server'],
    ['smtps://a:b/c@smtp.example.com', 'is no address of a mail server (signs'],
    ['smtps://smtp.example.com/?tls.rejectUnauthorized=false', 'holds more than'],
    ['smtps://a@smtp.example.com', 'holds a user name without a password'],
    ['smtps://a:100%@smtp.example.com', 'holds a % that stands for nothing'],
    ['smtps://a:b@smtp.example.com\r\nRCPT', 'is no address of a mail server'],
  ])('by a wrong address is refused, and no message shows it: %j', async (address, sentence) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    const { problems } = await refused(email('smtp: ${SMTP_URL}'), { ...environment, SMTP_URL: address });
    expect(problems[0]).toContain(`22:11: "onProblem.email.smtp" is the value of \${SMTP_URL}, which ${sentence}`);
    expect(problems.join('\n')).not.toContain(address.slice(8));
  });

  test('has a password that no other key may show', async () => {
    const text = replaced(full, 'from: alerts@main.example.com', `from: "\${SMTP_URL}"`);
    const { problems } = await refused(text);
    expect(problems.join('\n')).toContain('holds the variable SMTP_URL, which is a key or a password');
    expect(problems.join('\n')).not.toContain('smtp-secret');
  });
});

test('no address may begin a line of its own in the head of a message', async () => {
  for (const address of [
    '"a@b.com\\r\\nBcc: c@d.com"',
    '"a@b.com\\u2028c"',
    '"a b@c.com"',
    '"<a@b.com>"',
    '"a@b.com, c@d.com"',
  ]) {
    const { problems } = await refused(replaced(full, 'from: alerts@main.example.com', `from: ${address}`));
    expect(problems.join('\n'), address).toContain('which is no e-mail address');
  }
});

test('there are at most 50 recipients, each once', async () => {
  const many = Array.from({ length: 51 }, (_, place) => `a${place}@example.com`).join(', ');
  const to = 'to: [books@main.example.com, Anna@main.example.com]';
  expect((await refused(replaced(full, to, `to: [${many}]`))).problems[0]).toContain(
    'a list of 1 to 50 e-mail addresses',
  );
  expect((await refused(replaced(full, to, 'to: [a@b.com, a@b.com]'))).problems[0]).toContain('in the list twice');
});

test('a weekly message that nobody gets is a mistake', async () => {
  const { problems } = await refused(`${least}onProblem: { digest: weekly }\n`);
  expect(problems[0]).toContain('18:22: "onProblem.digest" is weekly, and nobody is there to be told');
});
