import { defaultMailPort, isLoopbackHost, type MailServer, mailServerOf } from './addresses.ts';
import type { PipelineFile } from './schema.ts';
import { missingKey } from './sentences.ts';
import type { FileView, Finding } from './store-view.ts';

const EMAIL = ['onProblem', 'email'] as const;
/** What stands in the one address, where it is given as one. */
const OF_HOST: readonly string[] = ['port', 'secure', 'username', 'password'];

/** How the mail server is named: by one address, or by its parts. */
export function checkAlerts(view: FileView): Finding[] {
  return [...(view.has(EMAIL) ? [...checkServer(view), ...checkSecure(view)] : []), ...checkDigest(view)];
}

function checkServer(view: FileView): Finding[] {
  const has = (key: string): boolean => view.has([...EMAIL, key]);
  if (!has('smtp')) {
    if (!has('host')) return [missingKey([...EMAIL, 'smtp'], ' although there is no "onProblem.email.host"')];
    if (has('username') === has('password')) return [];
    const [there, absent] = has('username') ? ['username', 'password'] : ['password', 'username'];
    return [missingKey([...EMAIL, absent], ` although there is "onProblem.email.${there}"`)];
  }
  return ['host', ...OF_HOST].filter(has).map((key) => {
    const fact = `"onProblem.email.${key}" stands beside "smtp", which says it by itself`;
    return { path: [...EMAIL, key], atKey: true, message: `${fact}; expected one of the two; take it away` };
  });
}

function checkSecure(view: FileView): Finding[] {
  const path = [...EMAIL, 'secure'];
  const host = view.text([...EMAIL, 'host']);
  // A host whose variable is missing may be this machine.
  if (view.value(path) !== 'none' || host === undefined || isLoopbackHost(host)) return [];
  const fact =
    '"onProblem.email.secure" is none, so that the password and the messages would go over the network in the clear';
  return [{ path, message: `${fact}; expected tls or starttls, but for this machine itself; write starttls` }];
}

function checkDigest(view: FileView): Finding[] {
  const path = ['onProblem', 'digest'];
  if (view.value(path) !== 'weekly' || view.has(EMAIL) || view.has(['onProblem', 'webhook'])) return [];
  const fact = '"onProblem.digest" is weekly, and nobody is there to be told';
  return [{ path, message: `${fact}; expected "email" or "webhook" beside it; add one` }];
}

type EmailFile = NonNullable<PipelineFile['onProblem']['email']>;

/** Expects what has passed the checks. */
export function completeEmail({ to, from, smtp, host = '', ...parts }: EmailFile) {
  return { to, from, server: smtp === undefined ? serverOf(host, parts) : mailServerOf(smtp) };
}

function serverOf(
  host: string,
  { port, secure, username, password }: Pick<EmailFile, 'port' | 'secure' | 'username' | 'password'>,
): MailServer {
  const kind = secure ?? (port === 465 ? 'tls' : isLoopbackHost(host) ? 'none' : 'starttls');
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    secure: kind,
    port: port ?? defaultMailPort(kind),
    login: username === undefined || password === undefined ? undefined : { username, password },
  };
}
