/** Before a session: packets without a type, parameters, encryption, authentication, cancelling. */
import {
  encodeCancelRequest,
  encodeSslRequest,
  encodeStartup,
} from '../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { message, query } from '../../runtime/pgwire/frontend.ts';
import type { StartupAttack } from '../attack.ts';

const USER = ['user', 'contractor'] as const;
const withParameters = (...parameters: readonly (readonly [string, string])[]) =>
  encodeStartup([USER, ['database', 'crm'], ...parameters]);

/** A packet of any length and any code. */
function packet(length: number, code: number, body = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(length, 0);
  head.writeInt32BE(code, 4);
  return Buffer.concat([head, body]);
}

const GSS = packet(8, 80_877_104);
const VERSION_3 = 3 << 16;
const parameters = Buffer.from('user\0contractor\0database\0crm\0\0');
const unsupported = (name: string) => ({ sqlstate: '0A000', saying: name }) as const;
const violation = (saying: string) => ({ sqlstate: '08P01', saying }) as const;

/** An answer to the challenge of SCRAM by a mechanism that was not offered. */
const plainPassword = message('Password', (body) =>
  body.cstring('PLAIN').int32(3).bytes(Buffer.from('a\0b')),
);

const of =
  (defence: StartupAttack['defence']) =>
  (
    id: string,
    tries: string,
    sends: StartupAttack['sends'],
    expect: StartupAttack['expect'],
  ): StartupAttack => ({ id, tries, defence, sends, expect });
const byList = of('start-up list');
const byMessage = of('messages decided');

export const startUp: {
  readonly name: string;
  readonly about: string;
  readonly attacks: readonly StartupAttack[];
} = {
  name: 'start-up',
  about: 'A session can be given another meaning before it begins, or be opened by somebody else.',
  attacks: [
    byList(
      'options',
      'gives settings as options of a command line',
      withParameters(['options', '-c search_path=archive']),
      unsupported('search_path'),
    ),
    byList(
      'options-in-other-case',
      'gives options under a name in other letters',
      withParameters(['OPTIONS', '-c search_path=archive']),
      unsupported('search_path'),
    ),
    byList(
      'search-path',
      'begins with a search path of its own',
      withParameters(['search_path', 'archive, public']),
      unsupported('search_path'),
    ),
    byList('role', 'begins as another role', withParameters(['role', 'postgres']), unsupported('role')),
    byList(
      'authorization',
      'begins as another user',
      withParameters(['session_authorization', 'postgres']),
      unsupported('session_authorization'),
    ),
    byList(
      'key',
      'begins with a key of its own for masks',
      withParameters(['dlp.mask_key', 'x:y']),
      unsupported('dlp.mask_key'),
    ),
    byList(
      'strings',
      'begins with strings that are not standard',
      withParameters(['standard_conforming_strings', 'off']),
      unsupported('standard_conforming_strings'),
    ),
    byList(
      'encoding',
      'begins with another encoding',
      withParameters(['client_encoding', 'SJIS']),
      unsupported('client encoding'),
    ),
    byList(
      'notices',
      'begins with more notices than it may ask for later',
      withParameters(['client_min_messages', 'debug5']),
      unsupported('client_min_messages'),
    ),
    byList(
      'replication',
      'asks for the stream of changes',
      withParameters(['replication', 'database']),
      unsupported('replication'),
    ),
    byList('twice', 'gives a parameter twice', withParameters(['USER', 'owner']), violation('given twice')),
    byList('nobody', 'names no user', encodeStartup([['database', 'crm']]), {
      sqlstate: '28000',
      saying: 'no user name',
    }),
    byList(
      'old-protocol',
      'speaks a version that ended long ago',
      packet(296, 2 << 16, Buffer.alloc(288)),
      unsupported('2.0'),
    ),
    byList('new-protocol', 'speaks a version that is still to come', packet(8, 9 << 16), unsupported('9.0')),
    byList(
      'not-ended',
      'leaves the last parameter open',
      packet(8 + 15, VERSION_3, Buffer.from('user\0contractor')),
      violation('malformed'),
    ),
    byList(
      'more-behind',
      'hides something behind the last parameter',
      packet(8 + parameters.length + 4, VERSION_3, Buffer.concat([parameters, Buffer.from('more')])),
      violation('malformed'),
    ),
    byList(
      'too-long',
      'announces ten megabytes of parameters',
      packet(10_000_000, VERSION_3),
      violation('invalid length'),
    ),
    byList(
      'too-short',
      'announces fewer bytes than a packet has',
      packet(4, VERSION_3),
      violation('invalid length'),
    ),
    byList(
      'no-text',
      'names a user in bytes that are no text',
      packet(8 + 9, VERSION_3, Buffer.from([0x75, 0x73, 0x65, 0x72, 0, 0xff, 0xfe, 0, 0])),
      violation('malformed'),
    ),
    byMessage(
      'web-browser',
      'speaks the language of web browsers',
      Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      violation('invalid length'),
    ),
    byMessage(
      'encryption-at-once',
      'begins with TLS where there is none',
      Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
      violation('invalid length'),
    ),
    byMessage(
      'encryption-twice',
      'asks for encryption twice',
      Buffer.concat([encodeSslRequest(), encodeSslRequest()]),
      violation('twice'),
    ),
    byMessage(
      'gss-twice',
      'asks for the other encryption twice',
      Buffer.concat([GSS, GSS]),
      violation('out of place'),
    ),
    byMessage(
      'statement-for-password',
      'sends a statement in the place of a password',
      Buffer.concat([withParameters(), query('select email from people')]),
      violation('the SASL exchange is malformed'),
    ),
    byMessage(
      'plain-password',
      'answers the challenge by a way that was not offered',
      Buffer.concat([withParameters(), plainPassword]),
      violation('the SASL exchange is malformed'),
    ),
    byMessage(
      'cancel-by-guess',
      'cancels what others run by a guessed key',
      encodeCancelRequest(1, Buffer.from([0, 0, 0, 1])),
      'silently',
    ),
    byMessage(
      'cancel-with-long-key',
      'cancels with a key of many bytes',
      encodeCancelRequest(1, Buffer.alloc(200)),
      'silently',
    ),
    of('policy')(
      'stranger',
      'comes with a credential for which no policy speaks',
      (world) => world.through('stranger', 'crm'),
      { sqlstate: '42501', saying: 'no policy of crm applies' },
    ),
    of('session guarded')(
      'wrong-password',
      'tries a password',
      (world) => ({ ...world.through('contractor', 'crm'), password: 'guess' }),
      { sqlstate: '28P01', saying: 'password authentication failed' },
    ),
    of('session guarded')(
      'unknown-user',
      'tries a name that there is not',
      (world) => ({ ...world.through('contractor', 'crm'), user: 'nobody' }),
      { sqlstate: '28P01', saying: 'password authentication failed' },
    ),
    of('session guarded')(
      'role-of-the-proxy',
      'comes as the role that the proxy itself uses',
      (world) => ({ ...world.past('crm'), host: world.proxy.host, port: world.proxy.port }),
      { sqlstate: '28P01', saying: 'password authentication failed' },
    ),
    of('session guarded')(
      'other-database',
      'asks for a database of the server that is no source',
      (world) => ({ ...world.through('contractor', 'crm'), database: 'postgres' }),
      { sqlstate: '3D000', saying: 'database "postgres" does not exist' },
    ),
    of('session guarded')(
      'database-like-a-method',
      'asks for a database called like what every object has',
      (world) => ({ ...world.through('contractor', 'crm'), database: 'constructor' }),
      { sqlstate: '3D000', saying: 'database "constructor" does not exist' },
    ),
  ],
};
