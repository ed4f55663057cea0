import { describe, expect, it } from 'vitest';
import { connectionTarget } from '../../../compiler/src/live/connection-target.ts';

function target(urlOrName: string, env: Record<string, string> = { USER: 'ada' }) {
  const found = connectionTarget({ urlOrName, env });
  if (!found.ok) throw new Error(found.message);
  return found.target;
}

function refusal(urlOrName: string, env: Record<string, string> = { USER: 'ada' }): string {
  const found = connectionTarget({ urlOrName, env });
  return found.ok ? '' : `${found.message} / ${found.hint}`;
}

describe('what a URL says', () => {
  it('all of it', () => {
    expect(
      target(
        'postgresql://b%40b@[::1]:6432/my%20crm?sslmode=verify-ca&sslrootcert=ca.pem&sslcert=c&sslkey=k&connect_timeout=3',
      ),
    ).toEqual({
      host: '::1',
      port: 6432,
      user: 'b@b',
      database: 'my crm',
      password: null,
      tls: 'verify-ca',
      rootCertificate: 'ca.pem',
      clientCertificate: 'c',
      clientKey: 'k',
      connectTimeoutSeconds: 3,
    });
  });

  it('what is missing comes from the environment, as psql has it', () => {
    const env = {
      PGHOST: 'db',
      PGPORT: '1',
      PGUSER: 'grace',
      PGDATABASE: 'd',
      PGPASSWORD: 'p',
      PGSSLMODE: 'require',
    };
    expect(target('postgres://', env)).toMatchObject({
      host: 'db',
      port: 1,
      user: 'grace',
      database: 'd',
      password: 'p',
      tls: 'require',
    });
    expect(target('postgres://')).toMatchObject({
      host: 'localhost',
      port: 5432,
      user: 'ada',
      database: 'ada',
    });
  });

  it.each([
    ['postgres://localhost/d', 'disable'],
    ['postgres://127.0.0.1/d', 'disable'],
    ['postgres://[::1]/d', 'disable'],
    ['postgres:///d?host=/run/postgresql', 'disable'],
    ['postgres://db.example/d', 'verify-full'],
    ['postgres://10.0.0.1/d', 'verify-full'],
    ['postgres://127.0.0.1.example/d', 'verify-full'],
    ['postgres://localhost.example/d', 'verify-full'],
    ['postgres:///d?host=db.example', 'verify-full'],
  ])('%s: %s', (url, tls) => {
    expect(target(url).tls).toBe(tls);
  });

  it('a variable may hold a password', () => {
    expect(target('env:CRM_URL', { CRM_URL: 'postgres://ada:p%40ss@db/crm' })).toMatchObject({
      password: 'p@ss',
    });
  });
});

describe('what is refused, without a word of the secret', () => {
  it.each([
    ['postgres://ada:hunter2@db/crm', 'holds a password, which every user of this machine can read'],
    ['postgres://ada@db/crm?password=hunter2', 'holds a password'],
    ['postgres://ada@db/crm?sslpassword=hunter2', 'unknown parameter `sslpassword`'],
    ['postgres://ada@db:99999999/hunter2', 'not valid'],
    ['postgres://ada@db/crm?port=0', 'the port is not between'],
    ['postgres://ada@db/crm?sslmode=prefer', '`sslmode` cannot be `prefer`'],
    ['postgres://ada@db/crm?sslcert=c', 'belong together'],
    ['postgres://ada@db/crm?connect_timeout=0', '`connect_timeout`'],
    ['mysql://ada:hunter2@db/crm', 'by a URL that begins with `postgres://`, or by `env:NAME`'],
    ['host=db password=hunter2', 'by a URL that begins with `postgres://`, or by `env:NAME`'],
    ['env:NO_SUCH', 'there is no variable `NO_SUCH`'],
  ])('%s', (url, message) => {
    expect(refusal(url)).toContain(message);
    expect(refusal(url)).not.toContain('hunter2');
  });

  it('a variable that holds something else', () => {
    const message = refusal('env:SECRET', { SECRET: 'hunter2' });
    expect(message).toContain('the variable `SECRET` holds no URL');
    expect(message).not.toContain('hunter2');
  });

  it('nobody to connect as', () => {
    expect(refusal('postgres://db/crm', {})).toContain('names no user');
  });
});
