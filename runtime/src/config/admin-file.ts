/** What the configuration file may hold about people: the admin listener, approvals, and who is told by webhook. */
import * as v from 'valibot';
import { flag, line, list, path, secretReference, shape, whole } from '../json-file/shape.ts';
import { ClientTlsShape, ListenShape } from './listen-file.ts';

const SignInShape = shape({
  provider: v.pipe(
    v.optional(line('the user of a provider', 63), 'oidc'),
    v.description('Which of `identityProviders`, by its `user`.'),
  ),
  clientId: v.pipe(
    line('the id of a client', 1024),
    v.description(
      'Client as which the proxy is registered there, for the redirect to `admin.url` + `/v1/sign-in/callback`.',
    ),
  ),
  clientSecret: v.optional(
    v.pipe(
      secretReference(),
      v.description('Its secret. Leave it out for a public client; PKCE is always used.'),
    ),
  ),
  scopes: v.pipe(
    v.optional(list(line('the name of a scope')), ['openid']),
    v.description(
      'What is asked for; `openid` among it, and whatever the provider needs to put the groups into the ID token.',
    ),
  ),
  label: v.pipe(
    v.optional(line('a name', 63), 'your identity provider'),
    v.description('What people know the provider by: `Sign in with …`.'),
  ),
});

const EventsShape = shape({
  state: v.pipe(
    path('the path of a file'),
    v.description(
      'File in which the proxy keeps what it was told, for all its processes and over restarts; made where it is missing. Nobody else writes it.',
    ),
  ),
  audience: v.optional(
    v.pipe(
      line('an audience', 1024),
      v.description(
        'What the providers know this receiver by (`aud` of what they send). Where it is left out, the `clientId` of `signIn` for its provider, and the provider’s `audience` for others.',
      ),
    ),
  ),
});

export const SamlShape = shape({
  metadata: v.optional(
    v.pipe(
      path('the path of a file'),
      v.description(
        'File with the metadata of the provider, in place of `issuer`, `entryPoint` and `certificates`. Nobody but its owner may be able to change it.',
      ),
    ),
  ),
  issuer: v.optional(
    v.pipe(
      line('an entity id', 1024),
      v.description('Entity id of the provider, exactly as its responses have it.'),
    ),
  ),
  entryPoint: v.optional(
    v.pipe(
      line('a URL', 1024),
      v.description('Where browsers are sent to sign in, by HTTP-Redirect. With https, or on loopback.'),
    ),
  ),
  certificates: v.pipe(
    v.optional(list(path('the path of a file')), []),
    v.description(
      'Files with the certificates of its signing keys, in PEM form, RSA with at least 2048 bits; the new one beside the old one while keys change.',
    ),
  ),
  entityId: v.optional(
    v.pipe(
      line('an entity id', 1024),
      v.description(
        'Entity id of this proxy, which assertions must name as their audience; `admin.url` + `/v1/sign-in/saml/metadata` where it is left out.',
      ),
    ),
  ),
  responseSigned: v.pipe(
    v.optional(flag(), false),
    v.description('Whether the whole response must be signed too. Its assertion always must be.'),
  ),
  subjectAttribute: v.optional(
    v.pipe(
      line('the name of an attribute', 1024),
      v.description('Attribute that names the person; the NameID does where it is left out.'),
    ),
  ),
  groupsAttribute: v.pipe(
    v.optional(line('the name of an attribute', 1024), 'groups'),
    v.description('Attribute with the groups of the person.'),
  ),
  provider: v.optional(
    v.pipe(
      line('the user of a provider', 63),
      v.description(
        'Which of `identityProviders`, by its `user`, people count for who sign in so: then policies that pin its issuer and audience let them approve. Only where both know people by the same subjects.',
      ),
    ),
  ),
  clockSkewSeconds: v.pipe(
    v.optional(whole(0, 300, 'a whole number'), 30),
    v.description('How far the clocks of provider and proxy may differ.'),
  ),
  sessionSeconds: v.pipe(
    v.optional(whole(60, 86_400, 'a whole number'), 28_800),
    v.description('After how long people sign in anew, unless the provider says sooner.'),
  ),
  label: v.pipe(
    v.optional(line('a name', 63), 'your identity provider'),
    v.description('What people know the provider by: `Sign in with …`.'),
  ),
});

export const AdminShape = shape({
  listen: v.pipe(ListenShape, v.description('Where approvers and operators connect, by HTTP.')),
  tls: v.optional(
    v.pipe(ClientTlsShape, v.description('TLS of this listener. Required beyond loopback, as for clients.')),
  ),
  names: v.pipe(
    v.optional(list(line('a host name')), []),
    v.description(
      'Host names under which it is reached, besides its address and `localhost`. Requests for any other name are refused, so that no web page can lead a browser here (DNS rebinding).',
    ),
  ),
  viewers: v.pipe(
    v.optional(list(line('the name of a group')), []),
    v.description(
      'Groups whose people see at the console who is connected and what the policies say. Approvers need not be among them.',
    ),
  ),
  auditors: v.pipe(
    v.optional(list(line('the name of a group')), []),
    v.description(
      'Groups whose people see at the console what viewers see, and what is on record: statements, decisions, and what crossed, masked. Needs `records`.',
    ),
  ),
  playground: v.optional(
    v.pipe(
      path('the path of a folder'),
      v.description(
        'Folder that `dlpc playground --output` wrote: the console then offers it to viewers, who try the policies in it on statements of theirs. It runs in their browser.',
      ),
    ),
  ),
  signIn: v.optional(
    v.pipe(
      SignInShape,
      v.description('Has people sign in at the console through a browser, by OpenID Connect. Needs `url`.'),
    ),
  ),
  saml: v.optional(
    v.pipe(SamlShape, v.description('Has people sign in at the console by SAML 2.0. Needs `url`.')),
  ),
  events: v.optional(
    v.pipe(
      EventsShape,
      v.description(
        'Lets `identityProviders` tell of people who must be let in no more: by OpenID Connect back-channel logout at `/v1/events/logout`, and by security events (RFC 8935) at `/v1/events`. What their older tokens opened is cut within a second.',
      ),
    ),
  ),
  url: v.optional(
    v.pipe(
      line('a URL', 1024),
      v.description('URL under which people reach it, for the notices that clients and webhooks get.'),
    ),
  ),
});

export const ApprovalsShape = shape({
  directory: v.pipe(
    path('the path of a directory'),
    v.description(
      'Directory in which requests for approval are kept. Made where it is missing, for the owner alone; one for each proxy.',
    ),
  ),
  maxOpen: v.pipe(
    v.optional(whole(1, 10_000, 'a whole number'), 200),
    v.description('Statements that may wait for approval at a time. More are refused.'),
  ),
  maxOpenPerCaller: v.pipe(
    v.optional(whole(1, 10_000, 'a whole number'), 10),
    v.description('The same for one caller.'),
  ),
});

export const WebhookShape = shape({
  url: v.pipe(
    line('a URL', 1024),
    v.description(
      'Where requests for approval, decisions and alerts are sent by POST. With https, or to loopback.',
    ),
  ),
  secret: v.pipe(
    secretReference(),
    v.description(
      'Key of the signature (HMAC-SHA-256) by which the receiver knows who sends; at least 32 bytes.',
    ),
  ),
});
