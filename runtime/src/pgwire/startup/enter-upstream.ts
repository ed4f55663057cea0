/**
 * From an open connection to an upstream to its first ReadyForQuery: StartupMessage, authentication, settings. Tells
 * nobody what the server's errors say, for they may quote a start-up parameter that is a secret.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  type BackendKey,
  decodeAuthentication,
  decodeBackendKeyData,
  decodeParameterStatus,
  decodeReadyForQuery,
  decodeSaslMechanisms,
} from '../codec/decode-backend.ts';
import {
  encodePassword,
  encodeSaslInitialResponse,
  encodeSaslResponse,
  encodeStartup,
} from '../codec/encode-frontend.ts';
import { decodeErrorFields, Field } from '../codec/error-fields.ts';
import { AuthenticationCode, Backend, typeText } from '../codec/messages.ts';
import {
  acceptServerFinal,
  acceptServerFirst,
  type ClientExchange,
  clientFirst,
} from '../scram/scram-client.ts';
import { SCRAM, SCRAM_PLUS } from '../scram/scram-server.ts';
import { FIXED_SETTINGS, ServerParameters } from '../session/server-parameters.ts';
import type { UpstreamTarget, WeakAuthentication } from '../upstream-target.ts';
import { type HandshakeChannel, readMessage } from './handshake-channel.ts';
import { Refusal } from './refusal.ts';

const MAX_MESSAGE_BYTES = 1024 * 1024;
/** A server says less than a hundred things before it is ready. */
const MAX_MESSAGES = 10_000;
const NONCE_BYTES = 18;

/** What the server said on the way. */
export interface UpstreamGreeting {
  readonly key: BackendKey | null;
  readonly parameters: ServerParameters;
  /** The ParameterStatus messages for the client, as they came and in their order. */
  readonly messages: readonly Buffer[];
}

/**
 * Gets in. `channelBinding` is that of the TLS connection, if there is one. `clientParameters` are those that passed the
 * list. Throws {@link Refusal}.
 */
export async function enterUpstream(
  channel: HandshakeChannel,
  target: UpstreamTarget,
  clientParameters: ReadonlyMap<string, string>,
  channelBinding: Buffer | null,
): Promise<UpstreamGreeting> {
  channel.write(encodeStartup(startupParameters(target, clientParameters)));
  await authenticate(channel, target, channelBinding);

  let key: BackendKey | null = null;
  const parameters = new ServerParameters();
  const messages: Buffer[] = [];
  for (let count = 0; count < MAX_MESSAGES; count += 1) {
    const message = await next(channel);
    switch (message[0]) {
      case Backend.ParameterStatus: {
        const status = decodeParameterStatus(message, 0, message.length) ?? broken('ParameterStatus');
        const decision = parameters.report(status.name, status.value);
        if (decision.kind === 'end') throw unusable(decision.message);
        if (decision.kind === 'pass') messages.push(message);
        break;
      }
      case Backend.NoticeResponse:
        // Like an error, it could quote a start-up parameter.
        break;
      case Backend.BackendKeyData:
        key = decodeBackendKeyData(message, 0, message.length) ?? broken('BackendKeyData');
        break;
      case Backend.ReadyForQuery: {
        const status = decodeReadyForQuery(message, 0, message.length) ?? broken('ReadyForQuery');
        if (status !== 'I') throw unusable('the server began inside a transaction');
        const missing = parameters.missing();
        if (missing !== null) throw unusable(missing);
        return { key, parameters, messages };
      }
      default:
        throw unexpected(message);
    }
  }
  throw unusable('the server did not become ready');
}

function startupParameters(
  target: UpstreamTarget,
  clientParameters: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([
    ...clientParameters,
    ...Object.entries(target.parameters),
    ...Object.entries(FIXED_SETTINGS),
    ['user', target.user],
    ['database', target.database],
  ]);
}

async function authenticate(
  channel: HandshakeChannel,
  target: UpstreamTarget,
  channelBinding: Buffer | null,
): Promise<void> {
  const { code, data } = await nextAuthentication(channel);
  switch (code) {
    case AuthenticationCode.ok:
      if (!isLocal(target.host)) allow(target, 'trust');
      return;
    case AuthenticationCode.cleartextPassword:
      allow(target, 'cleartext');
      channel.write(encodePassword(await target.password()));
      break;
    case AuthenticationCode.md5Password:
      allow(target, 'md5');
      channel.write(encodePassword(md5Answer(await target.password(), target.user, data)));
      break;
    case AuthenticationCode.sasl:
      await proveByScram(channel, target, data, channelBinding);
      break;
    default:
      throw unusable(`the server asked for authentication of kind ${code}, which is not supported`);
  }
  const outcome = await nextAuthentication(channel);
  if (outcome.code !== AuthenticationCode.ok) throw unusable('the server did not end the authentication');
}

async function proveByScram(
  channel: HandshakeChannel,
  target: UpstreamTarget,
  offer: Buffer,
  channelBinding: Buffer | null,
): Promise<void> {
  const mechanisms = decodeSaslMechanisms(offer) ?? broken('AuthenticationSASL');
  const bound = channelBinding !== null && mechanisms.includes(SCRAM_PLUS);
  if (!bound && !mechanisms.includes(SCRAM)) {
    throw unusable(`the server does not offer ${SCRAM}`);
  }
  const exchange: ClientExchange = {
    nonce: randomBytes(NONCE_BYTES).toString('base64'),
    channelBinding: bound
      ? { kind: 'bound', data: channelBinding }
      : { kind: channelBinding === null ? 'unsupported' : 'not-offered' },
  };
  channel.write(encodeSaslInitialResponse(bound ? SCRAM_PLUS : SCRAM, clientFirst(exchange)));

  const first = await nextAuthentication(channel, AuthenticationCode.saslContinue);
  const answer = await acceptServerFirst(exchange, first.data.toString('latin1'), await target.password());
  if (answer === null)
    throw unusable('the server did not keep to SCRAM-SHA-256 with at least 4096 iterations');
  channel.write(encodeSaslResponse(answer.reply));

  const final = await nextAuthentication(channel, AuthenticationCode.saslFinal);
  if (!acceptServerFinal(answer, final.data.toString('latin1'))) {
    throw unusable('the server did not prove that it knows the password');
  }
}

function md5Answer(password: string, user: string, salt: Buffer): string {
  const md5 = (...parts: (string | Buffer)[]) => {
    const hash = createHash('md5');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  };
  return `md5${md5(md5(password, user), salt)}`;
}

/** Of a server on this machine nobody else can take the place without having taken the machine. */
function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function allow(target: UpstreamTarget, authentication: WeakAuthentication): void {
  if (target.allowAuthentication?.includes(authentication) === true) return;
  throw unusable(`the server asked for \`${authentication}\` authentication, which is not allowed for it`);
}

async function nextAuthentication(channel: HandshakeChannel, code?: number) {
  const message = await next(channel);
  if (message[0] !== Backend.Authentication) throw unexpected(message);
  const authentication = decodeAuthentication(message, 0, message.length) ?? broken('Authentication');
  if (code !== undefined && authentication.code !== code) throw unexpected(message);
  return authentication;
}

/** The next message that is no error. */
async function next(channel: HandshakeChannel): Promise<Buffer> {
  const message = await readMessage(channel, MAX_MESSAGE_BYTES);
  if (message[0] !== Backend.ErrorResponse) return message;
  const fields = decodeErrorFields(message, 0, message.length);
  throw refusedBy(fields?.get(Field.sqlstate) ?? 'XX000');
}

/** Which of the server's refusals a client can do something about, in words of our own. */
function refusedBy(sqlstate: string): Refusal {
  const reason = `the upstream refused the connection with SQLSTATE ${sqlstate}`;
  switch (sqlstate) {
    case '53300':
      return new Refusal({ sqlstate, message: 'the database has no connection left', reason });
    case '57P03':
      return new Refusal({ sqlstate, message: 'the database is starting up or shutting down', reason });
    default:
      return new Refusal({ sqlstate: '08004', message: 'the database refused the connection', reason });
  }
}

function unexpected(message: Buffer): Refusal {
  return unusable(`the server sent a message of type ${typeText(message[0] ?? 0)} out of place`);
}

function broken(name: string): never {
  throw unusable(`the server sent a malformed ${name}`);
}

/** A server that we do not want to talk to; the client need not know why. */
function unusable(reason: string): Refusal {
  return new Refusal({
    sqlstate: '08004',
    message: 'the connection to the database could not be used',
    reason,
  });
}
