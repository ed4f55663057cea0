/** What the configuration file may hold about listening: where, and with which TLS. */
import * as v from 'valibot';
import { flag, line, path, shape, whole } from '../json-file/shape.ts';

export const ListenShape = shape({
  host: v.pipe(
    v.optional(line('a host name or address'), '127.0.0.1'),
    v.description('Address to listen on. Beyond loopback, TLS is required unless `tls.required` is false.'),
  ),
  port: v.pipe(
    whole(0, 65535, 'a port number'),
    v.description('Port to listen on; 0 lets the operating system choose one.'),
  ),
});

export const ClientTlsShape = shape({
  cert: v.optional(
    v.pipe(
      path('the path of a PEM file'),
      v.description("The server's certificate, followed by its intermediate ones."),
    ),
  ),
  key: v.optional(
    v.pipe(
      path('the path of a PEM file'),
      v.description('Its private key, readable by no one but the owner.'),
    ),
  ),
  required: v.optional(
    v.pipe(
      flag(),
      v.description(
        'Whether clients without TLS are turned away. By default they are, unless the proxy listens on loopback.',
      ),
    ),
  ),
});
