/** What a SAML response must be to sign somebody in, and everything that an attacker would send in its place. */
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { postedResponse } from '../../../../runtime/src/identity/saml/posted-response.ts';
import { SamlLogin } from '../../../../runtime/src/identity/saml/saml-login.ts';
import type { SamlSettings } from '../../../../runtime/src/identity/saml/saml-settings.ts';
import { requires } from '../../../support/requires.ts';
import { type SamlKeys, samlKeys } from '../../../support/saml-keys.ts';
import {
  type AssertionParts,
  assertionText,
  newId,
  type ResponseParts,
  responseText,
  signatureOf,
  signed,
} from '../../../support/saml-response.ts';

const ISSUER = 'https://idp.corp.example/metadata';
const CONSUMER = 'https://dlp.corp.example/v1/sign-in/saml';
const ENTITY = 'https://dlp.corp.example/v1/sign-in/saml/metadata';
const STATE = 'a-state_of.the-console';
const REQUEST = `_${STATE}`;

requires('openssl')('signing in by SAML', () => {
  let keys: SamlKeys;
  let others: SamlKeys;
  beforeAll(() => {
    keys = samlKeys();
    others = samlKeys('other');
  });

  const login = (changes: Partial<SamlSettings> = {}): SamlLogin =>
    new SamlLogin(
      {
        ...{ entityId: ENTITY, consumerUrl: CONSUMER, issuer: ISSUER, certificates: [keys.cert] },
        ...{ entryPoint: 'https://idp.corp.example/sso?tenant=1', responseSigned: false },
        ...{ subjectAttribute: null, groupsAttribute: 'groups', clockSkewSeconds: 30, sessionSeconds: 3600 },
        standsFor: { issuer: ISSUER, audience: ENTITY },
        ...changes,
      },
      { now: Date.now },
    );

  const sound = (changes: Partial<AssertionParts> = {}): AssertionParts => ({
    ...{ id: newId(), issuer: ISSUER, audience: ENTITY, recipient: CONSUMER, inResponseTo: REQUEST },
    ...{ nameId: 'ann@corp.example', nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' },
    ...{ groups: ['dba', 'security'], method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
    ...{ issued: 0, notBefore: -5, notOnOrAfter: 300, confirmedUntil: 300, sessionEnds: null },
    ...changes,
  });
  const around = (assertion: string, changes: Partial<ResponseParts> = {}): string =>
    responseText(assertion, {
      ...{ issuer: ISSUER, destination: CONSUMER, inResponseTo: REQUEST },
      ...changes,
    });
  const response = (changes: Partial<AssertionParts> = {}): string =>
    around(signed(assertionText(sound(changes)), keys));
  /** The subject, or why not. */
  const outcome = async (xml: string, changes: Partial<SamlSettings> = {}): Promise<string> => {
    const reading = await login(changes).identity(xml, STATE);
    return reading.ok ? reading.identity.caller.sub : `refused: ${reading.problem}`;
  };

  describe('a sound response', () => {
    test('says who signed in, with what groups, for how long, and by which assertion', async () => {
      const before = Date.now();
      const reading = await login().identity(response({ id: '_the-assertion' }), STATE);
      expect(reading).toMatchObject({
        ok: true,
        identity: {
          ...{ user: 'saml', issuer: ISSUER, audience: ENTITY, tokenIds: ['_the-assertion'] },
          caller: { sub: 'ann@corp.example', kind: 'human', groups: new Set(['dba', 'security']) },
        },
      });
      const end = reading.ok ? reading.identity.expiresAt.getTime() : 0;
      expect(end).toBeGreaterThanOrEqual(before + 3_600_000);
      expect(end).toBeLessThanOrEqual(Date.now() + 3_600_000);
    });

    test('is one by SHA-512, with an XML declaration, or with the response signed too', async () => {
      expect(await outcome(around(signed(assertionText(sound()), keys, 'sha512')))).toBe('ann@corp.example');
      expect(await outcome(`<?xml version="1.0" encoding="UTF-8"?>\n${response()}`)).toBe('ann@corp.example');
      expect(await outcome(signed(response(), keys), { responseSigned: true })).toBe('ann@corp.example');
    });

    test('is one by the new key and by the old one, while keys change', async () => {
      const certificates = [others.cert, keys.cert];
      expect(await outcome(response(), { certificates })).toBe('ann@corp.example');
      const byOther = around(signed(assertionText(sound()), others));
      expect(await outcome(byOther, { certificates })).toBe('ann@corp.example');
    });

    test('ends the session where the provider ends its own', async () => {
      const reading = await login().identity(response({ sessionEnds: 60 }), STATE);
      const end = reading.ok ? reading.identity.expiresAt.getTime() : 0;
      expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
    });

    test('may name people by an attribute', async () => {
      expect(await outcome(response({ groups: ['ann'] }), { subjectAttribute: 'groups' })).toBe('ann');
      expect(await outcome(response({ groups: ['ann', 'bob'] }), { subjectAttribute: 'groups' })).toBe(
        'refused: the attribute that names the subject has not exactly one value',
      );
      expect(await outcome(response(), { subjectAttribute: 'uid' })).toContain('refused');
    });

    test('says who people are in full: what is written with references is read, once', async () => {
      expect(await outcome(response({ nameId: 'a&amp;b&lt;c' }))).toBe('a&b<c');
      expect(await outcome(response({ nameId: 'a&amp;amp;b' }))).toBe('a&amp;b');
    });
  });

  test('the request goes where the provider is, says what it must, and carries nothing that could lead elsewhere', async () => {
    const url = await login().address(STATE);
    expect(`${url.origin}${url.pathname}`).toBe('https://idp.corp.example/sso');
    expect([...url.searchParams.keys()].sort()).toEqual(['SAMLRequest', 'tenant']);
  });

  describe('somebody else’s assertion, or one for something else', () => {
    test.each<[string, Partial<AssertionParts>, string]>([
      ['another audience', { audience: 'https://other.example' }, 'for another audience'],
      ['no audience', { audience: '' }, 'for another audience'],
      ['another issuer', { issuer: 'https://evil.example' }, 'of another issuer'],
      ['another recipient', { recipient: 'https://evil.example/acs' }, 'not for this address'],
      ['no recipient', { recipient: '' }, 'not for this address'],
      ['another sign-in', { inResponseTo: '_another' }, 'this sign-in'],
      ['a sign-in that nobody began', { inResponseTo: '' }, 'not for this address'],
      ['not by a bearer', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }, 'not for this address'],
      ['expired', { notOnOrAfter: -31 }, 'not valid any more'],
      ['expired for its subject', { confirmedUntil: -31 }, 'or this moment'],
      ['not yet valid', { notBefore: 60 }, 'not valid yet'],
      ['issued in the future', { issued: 60 }, 'not issued yet'],
      ['kept for very long', { issued: -7200, notOnOrAfter: 100_000, confirmedUntil: 100_000 }, 'too old'],
      ['of a session that has ended', { sessionEnds: -1 }, 'has ended'],
      [
        'with a name that is made anew each time',
        { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
        'another one each time',
      ],
      ['of nobody', { nameId: '' }, 'names nobody'],
      ['of blanks', { nameId: '  ' }, 'names nobody'],
      ['of a name that is too long', { nameId: 'a'.repeat(1025) }, 'no subject'],
    ])('%s', async (_, changes, why) => {
      const told = await outcome(response(changes));
      expect(told).toMatch(/^refused: /);
      expect(told).toContain(why);
    });

    test('within the skew of the clocks', async () => {
      expect(await outcome(response({ notBefore: 20 }))).toBe('ann@corp.example');
      expect(await outcome(response({ notOnOrAfter: -20, confirmedUntil: -20 }))).toBe('ann@corp.example');
    });

    test.each<[string, Partial<ResponseParts>, string]>([
      ['posted to another address', { destination: 'https://evil.example/acs' }, 'meant for another address'],
      ['in a response of another issuer', { issuer: 'https://evil.example' }, 'of another issuer'],
      ['in an answer to another sign-in', { inResponseTo: '_another' }, 'another sign-in'],
      ['in an answer to nothing', { inResponseTo: '' }, 'another sign-in'],
      ['in a refusal', { status: 'Responder' }, 'nobody signed in'],
    ])('%s', async (_, changes, why) => {
      expect(await outcome(around(signed(assertionText(sound()), keys), changes))).toContain(why);
    });
  });

  describe('signatures', () => {
    test.each<[string, () => string, string]>([
      ['none', () => around(assertionText(sound())), 'is not signed'],
      ['of the response alone', () => signed(around(assertionText(sound())), keys), 'is not signed'],
      ['by another key', () => around(signed(assertionText(sound()), others)), 'signature is wrong'],
      [
        'by another key, which it brings along',
        () => around(withKeyInfo(signed(assertionText(sound()), others), others)),
        'signature is wrong',
      ],
      [
        'by SHA-1',
        () => around(signed(assertionText(sound()), keys, 'sha1')),
        'algorithm that is not allowed',
      ],
      [
        'by a secret that both know',
        () => response().replace(/rsa-sha256/, 'hmac-sha256'),
        'algorithm that is not allowed',
      ],
      ['a changed name', () => response().replace('ann@corp', 'bob@corp'), 'signature is wrong'],
      ['a changed group', () => response().replace('>dba<', '>owner<'), 'signature is wrong'],
      [
        'a changed signature',
        () => response().replace(/(SignatureValue>)(.)/, (_, tag, one) => `${tag}${one === 'A' ? 'B' : 'A'}`),
        'signature is wrong',
      ],
      ['emptied', () => response().replace(/(SignatureValue>)[^<]+/, '$1'), 'signature is wrong'],
      [
        'a transform that takes everything away',
        () =>
          response().replace(
            /(<ds:Transforms>)/,
            '$1<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">false()</ds:Transform>',
          ),
        'algorithm that is not allowed',
      ],
      [
        'of nothing',
        () => response().replace(/<ds:Reference.*<\/ds:Reference>/, ''),
        'several things, or of none',
      ],
      ['of the whole text', () => response().replace(/URI="[^"]+"/, 'URI=""'), 'something else'],
      [
        'of a file elsewhere',
        () => response().replace(/URI="[^"]+"/, 'URI="https://evil.example/x"'),
        'something else',
      ],
      ['twice', () => response().replace(/<ds:Signature .*<\/ds:Signature>/, '$&$&'), 'where none belongs'],
      [
        'of the assertion right, of the response wrong',
        () => signed(response(), others),
        'signature is wrong',
      ],
    ])('%s', async (_, make, why) => {
      const told = await outcome(make());
      expect(told).toMatch(/^refused: /);
      expect(told).toContain(why);
    });

    test('of the response, where it must be', async () => {
      expect(await outcome(response(), { responseSigned: true })).toContain('refused');
    });
  });

  describe('wrapping: what is signed is hidden, and what is read is forged', () => {
    /** A signed assertion of the attacker's own, and a forged one of somebody else. */
    const pair = () => {
      const genuine = assertionText(sound({ nameId: 'eve@corp.example' }));
      const signature = signatureOf(genuine, { key: keys.key });
      const forged = assertionText(sound({ nameId: 'ann@corp.example' }));
      const own = genuine.replace('</saml:Issuer>', `$&${signature}`);
      return { genuine, signature, forged, own, id: /ID="([^"]+)"/.exec(genuine)?.[1] ?? '' };
    };
    const behindIssuer = (assertion: string, what: string) =>
      assertion.replace('</saml:Issuer>', `$&${what}`);
    test.each<[string, () => string]>([
      ['the forged one before it', () => around(pair().forged + pair().own)],
      ['the forged one behind it', () => around(pair().own + pair().forged)],
      [
        'within an object of the signature (XSW 4, 8)',
        () => {
          const { genuine, signature, forged } = pair();
          return around(
            behindIssuer(
              forged,
              signature.replace('</ds:Signature>', `<ds:Object>${genuine}</ds:Object></ds:Signature>`),
            ),
          );
        },
      ],
      [
        'the signed one within the forged one (XSW 3)',
        () => {
          const { own, forged } = pair();
          return around(behindIssuer(forged, own));
        },
      ],
      [
        'the forged one takes over the signature (XSW 5)',
        () => {
          const { genuine, signature, forged } = pair();
          return around(behindIssuer(forged, signature) + genuine);
        },
      ],
      [
        'with the same identifier',
        () => {
          const { genuine, signature, forged, id } = pair();
          return around(behindIssuer(forged.replace(/ID="[^"]+"/, `ID="${id}"`), signature) + genuine);
        },
      ],
      [
        'with the identifier under another name',
        () => {
          const { own, forged, id } = pair();
          return around(
            `${behindIssuer(forged, signatureOf(forged, { key: others.key })).replace(
              ' ID=',
              ` Id="${id}" ID=`,
            )}<samlp:Extensions>${own}</samlp:Extensions>`,
          );
        },
      ],
      [
        'in extensions of the response (XSW 7)',
        () => {
          const { genuine, signature, forged } = pair();
          return around(behindIssuer(forged, signature)).replace(
            '<samlp:Status>',
            `<samlp:Extensions>${genuine}</samlp:Extensions>$&`,
          );
        },
      ],
      [
        'a response within the response (XSW 1, 2)',
        () => {
          const { own, forged } = pair();
          const whole = signed(around(own), keys);
          return around(behindIssuer(forged, signatureOf(forged, { key: others.key }))).replace(
            '<samlp:Status>',
            `<samlp:Extensions>${whole}</samlp:Extensions>$&`,
          );
        },
      ],
      [
        'an assertion of another namespace',
        () => {
          const { own, forged } = pair();
          return around(own + forged.replace(/xmlns:saml="[^"]+"/, 'xmlns:saml="urn:evil"'));
        },
      ],
      [
        'encrypted',
        () =>
          around(
            '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"></saml:EncryptedAssertion>',
          ),
      ],
      ['nothing at all', () => around('')],
    ])('%s', async (_, make) => {
      expect(await outcome(make())).toMatch(/^refused: it (has|is encrypted)/);
    });
  });

  describe('what XML can hide', () => {
    test.each<[string, () => string]>([
      ['a comment in the name', () => response().replace('ann@corp', 'ann@corp<!---->')],
      ['a comment in a signed name', () => response({ nameId: 'ann@corp.example<!---->.evil.example' })],
      ['a processing instruction in the name', () => response().replace('ann@corp', 'ann@corp<?x?>')],
      ['CDATA in the name', () => response().replace('ann@corp.example', '<![CDATA[ann@corp.example]]>')],
      ['an element in a signed name', () => response({ nameId: 'ann<saml:b>@corp.example</saml:b>' })],
      ['a document type', () => `<!DOCTYPE x>${response()}`],
      [
        'an entity from a file',
        () => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${response().replace('ann@', '&e;@')}`,
      ],
      ['an entity that nobody declared', () => response({ nameId: '&e;ann' })],
      [
        'a billion laughs',
        () =>
          `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${response().replace('ann@', '&b;@')}`,
      ],
      ['an attribute twice', () => response().replace(' ID=', ' Version="2.0" ID=')],
      ['two elements at its top', () => response() + response()],
      ['text around it', () => `${response()}x`],
      ['elements that do not close', () => response().slice(0, -5)],
      [
        'elements that close crosswise',
        () =>
          response()
            .replace('</saml:Subject>', '')
            .replace('</samlp:Response>', '</saml:Subject></samlp:Response>'),
      ],
      [
        'elements that are too deep',
        () => response().replace('<samlp:Status>', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}$&`),
      ],
      ['too many elements', () => response().replace('<samlp:Status>', `${'<a></a>'.repeat(3000)}$&`)],
      [
        'too many attributes',
        () =>
          response().replace(
            '<samlp:Status',
            `$&${Array.from({ length: 50 }, (_, i) => ` a${i}=""`).join('')}`,
          ),
      ],
      ['too much', () => response().replace('<samlp:Status>', `<a>${'x'.repeat(200_000)}</a>$&`)],
      ['a name that never ends', () => `<${'a'.repeat(100_000)}`],
      ['attributes that never end', () => `<a${' b="c"'.repeat(20_000)}`],
      ['blanks that never end', () => `<a${' '.repeat(100_000)}`],
      ['no XML', () => 'SAMLResponse'],
      ['nothing', () => ''],
    ])('%s', async (_, make) => {
      expect(await outcome(make())).toMatch(/^refused: /);
    });
  });

  test('an assertion is taken once, and so is the answer to a sign-in', async () => {
    const one = login();
    const first = response();
    expect((await one.identity(first, STATE)).ok).toBe(true);
    expect(await one.identity(first, STATE)).toEqual({ ok: false, problem: 'it was used before' });
    expect(await one.identity(response(), STATE)).toEqual({ ok: false, problem: 'it was used before' });
  });

  test('two answers at the same moment sign in once', async () => {
    const one = login();
    const same = response();
    const outcomes = await Promise.all([one.identity(same, STATE), one.identity(same, STATE)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('what an answer claims to answer is read before any of its signatures, and nothing of a wrong form is', () => {
    expect(login().stateOf(response())).toEqual({ ok: true, state: STATE });
    expect(login().stateOf(around(assertionText(sound())))).toMatchObject({ ok: false });
  });

  test('what is told of a refusal holds nothing of the response', async () => {
    const told = await outcome(response({ nameId: 'secret-person', audience: 'https://secret.example' }));
    expect(told).not.toContain('secret');
  });

  test('the metadata names this proxy, where responses go, and that assertions must be signed', async () => {
    const text = await login().metadata();
    expect(text).toContain(`entityID="${ENTITY}"`);
    expect(text).toContain(`Location="${CONSUMER}"`);
    expect(text).toContain('WantAssertionsSigned="true"');
  });
});

function withKeyInfo(assertion: string, { cert }: SamlKeys): string {
  const body = cert.replace(/-----[^-]+-----|\s/g, '');
  return assertion.replace(
    '</ds:SignatureValue>',
    `$&<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
  );
}

describe('the form that a browser posts', () => {
  const form = (text: string) => new URLSearchParams(text);
  const base64 = (text: string | Buffer) => encodeURIComponent(Buffer.from(text).toString('base64'));

  test('has one response in base64', () => {
    expect(postedResponse(form(`SAMLResponse=${base64('<a/>')}&RelayState=https://evil.example`))).toBe(
      '<a/>',
    );
  });

  test.each<[string, string]>([
    ['none', 'RelayState=x'],
    ['two', `SAMLResponse=${base64('<a/>')}&SAMLResponse=${base64('<b/>')}`],
    ['no base64', 'SAMLResponse=<a/>'],
    ['no UTF-8', `SAMLResponse=${base64(Buffer.from([0xff, 0xfe]))}`],
    [
      'a bomb that would have to be inflated',
      `SAMLResponse=${base64(deflateRawSync(Buffer.alloc(10_000_000)))}`,
    ],
  ])('%s is refused', (_, text) => {
    const posted = postedResponse(form(text));
    // What is inflated nowhere is no text, or no XML.
    expect(posted === null || !posted.startsWith('<')).toBe(true);
  });
});
