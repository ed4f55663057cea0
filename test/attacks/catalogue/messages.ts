/** Raw messages of the protocol, out of place, malformed, or in numbers. */
import {
  bind,
  closeStatement,
  copyData,
  copyDone,
  copyFail,
  describeStatement,
  execute,
  flush,
  functionCall,
  parse,
  query,
  sync,
} from '../../runtime/pgwire/frontend.ts';
import { attack, denied, ended, type Family, masked, type Step, send } from '../attack.ts';

/** A message with any type, any length and any body. */
function raw(type: string, body: Buffer | string = '', length?: number): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(length ?? bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

const LO_GET = 3458;
const PG_READ_FILE = 2624;

/** FunctionCall of a function by its number, with one argument. */
function call(oid: number, argument: Buffer): Buffer {
  const body = Buffer.alloc(14);
  body.writeInt32BE(oid, 0);
  body.writeInt16BE(1, 4);
  body.writeInt16BE(1, 6);
  body.writeInt16BE(1, 8);
  body.writeInt32BE(argument.length, 10);
  return raw('F', Buffer.concat([body, argument, Buffer.from([0, 1])]));
}

const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const select = query('select id, email from people order by id');
const byteByByte: readonly Step[] = [
  ...[...select].slice(0, -1).map((byte) => send(0, Buffer.from([byte]))),
  send(1, select.subarray(-1)),
];

export const messages: Family = {
  name: 'protocol messages',
  about: 'Messages that no driver sends: functions by number, lengths that lie, types that are out of place.',
  attacks: [
    attack(
      'large-object-by-number',
      'calls lo_get by its number',
      [send(1, call(LO_GET, number(424242)))],
      denied('messages decided', 'function calls outside of a statement'),
    ),
    attack(
      'file-by-number',
      'calls pg_read_file by its number',
      [send(1, call(PG_READ_FILE, Buffer.from('postgresql.conf')))],
      denied('messages decided', 'function calls outside of a statement'),
      { bare: 'acts' },
    ),
    attack(
      'function-call-cut-off',
      'calls a function with less than a call',
      [send(1, functionCall())],
      denied('messages decided', 'function calls outside of a statement'),
      { bare: 'acts' },
    ),
    attack(
      'unknown-type',
      'sends a message of a type that there is not',
      [send(1, raw('!'))],
      ended('08P01', 'a message of type'),
      { bare: 'acts' },
    ),
    attack(
      'password-again',
      'authenticates once more',
      [send(1, raw('p', 'secret\0'))],
      ended('08P01', 'a message of type'),
      { bare: 'acts' },
    ),
    attack(
      'server-message',
      'sends what only servers send',
      [send(1, raw('R', number(0)))],
      ended('08P01', 'a message of type'),
      { bare: 'acts' },
    ),
    attack(
      'length-too-small',
      'announces fewer bytes than a length has',
      [send(1, raw('Q', '', 3))],
      ended('08P01', 'the length 3'),
      { bare: 'acts' },
    ),
    attack(
      'length-negative',
      'announces a negative length',
      [send(1, raw('Q', '', -1))],
      ended('08P01', 'the length -1'),
      { bare: 'acts' },
    ),
    attack(
      'length-enormous',
      'announces two gigabytes',
      [send(1, raw('B', 'x', 0x7fffffff))],
      ended('54000', 'bytes'),
      { bare: 'acts' },
    ),
    attack(
      'name-enormous',
      'announces a name of a megabyte',
      [send(1, raw('E', 'x', 1_000_000))],
      ended('54000', 'bytes'),
      { bare: 'acts' },
    ),
    attack(
      'describe-of-nothing',
      'describes what is neither statement nor portal',
      [send(1, raw('D', 'Xa\0'), sync)],
      denied('messages decided', 'the Describe message is malformed', '08P01'),
      { bare: 'acts' },
    ),
    attack(
      'close-of-nothing',
      'closes what is neither statement nor portal',
      [send(1, raw('C', 'Xa\0'), sync)],
      denied('messages decided', 'the Close message is malformed', '08P01'),
      { bare: 'acts' },
    ),
    attack(
      'parse-cut-off',
      'announces more types of parameters than there are',
      [
        send(
          1,
          raw('P', Buffer.concat([Buffer.from('\0select email from people\0'), Buffer.from([0, 9])])),
          sync,
        ),
      ],
      denied('messages decided', 'the Parse message is malformed', '08P01'),
      { bare: 'acts' },
    ),
    attack(
      'bind-cut-off',
      'binds without an end to the names',
      [send(1, raw('B', 'portal'), sync)],
      denied('messages decided', 'the Bind message is malformed', '08P01'),
      { bare: 'acts' },
    ),
    attack(
      'execute-with-more',
      'sends more than belongs into a message',
      [
        send(
          1,
          raw('E', Buffer.concat([Buffer.from('\0'), number(0), Buffer.from('select email from people')])),
          sync,
        ),
      ],
      denied('messages decided', 'the Execute message is malformed', '08P01'),
      { bare: 'acts' },
    ),
    attack(
      'rows-for-nobody',
      'sends rows that nobody asked for',
      [send(1, copyData('1\tx\n'), copyDone, copyFail('x'), select)],
      masked('messages decided'),
    ),
    attack('in-pieces', 'sends a query byte by byte', byteByByte, masked('messages decided')),
    attack(
      'all-at-once',
      'sends hundreds of queries at once',
      [
        send(
          200,
          ...Array.from({ length: 200 }, (_, i) =>
            query(`select ${i}, email from people where id = ${i % 60}`),
          ),
        ),
      ],
      masked('messages decided'),
    ),
    attack(
      'storm-of-syncs',
      'sends nothing but Sync',
      [send(500, ...Array.from({ length: 500 }, () => sync)), send(1, select)],
      masked('messages decided'),
    ),
    attack(
      'storm-of-errors',
      'fails in every statement of a pipeline',
      [
        send(
          50,
          ...Array.from({ length: 50 }, (_, i) =>
            Buffer.concat([
              parse('', i % 2 === 0 ? 'drop table people' : 'select 1 / (score - 70000001) from people'),
              bind('', ''),
              execute(''),
              sync,
            ]),
          ),
        ),
      ],
      denied('messages decided', 'does not allow DROP TABLE'),
    ),
    attack(
      'query-while-skipping',
      'sends a query while the server skips to the next Sync',
      [
        send(
          1,
          parse('', 'drop table people'),
          query('select email from people'),
          describeStatement(''),
          flush,
          sync,
        ),
        send(1, select),
      ],
      denied('messages decided', 'does not allow DROP TABLE'),
    ),
    attack(
      'close-while-skipping',
      'closes and defines names while the server skips',
      [
        send(1, parse('a', 'select id, email from people order by id'), sync),
        send(
          1,
          parse('', 'drop table people'),
          closeStatement('a'),
          parse('a', 'select id from orders'),
          sync,
        ),
        send(1, bind('', 'a'), execute(''), closeStatement('a'), sync),
      ],
      denied('messages decided', 'does not allow DROP TABLE'),
      { bare: 'acts' },
    ),
    attack(
      'nothing-to-end',
      'ends a pipeline that never began',
      [send(1, flush, sync)],
      masked('messages decided'),
      { bare: 'acts' },
    ),
  ],
};
