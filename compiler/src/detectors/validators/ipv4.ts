/** Addresses of the internet protocol, version 4, in their usual form. */
import { call, quoteLiteral } from '../../sql/sql.ts';
import type { Validator } from './validator.ts';

const OCTET = '(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])';
const FORM = `^${OCTET}[.]${OCTET}[.]${OCTET}[.]${OCTET}$`;

export const ipv4: Validator = {
  name: 'ipv4',
  doc: 'Four numbers from 0 to 255 with points between, none of them with a zero in front.',
  sql: (match) => call('textregexeq', `${match} COLLATE pg_catalog."C"`, quoteLiteral(FORM)),
};
