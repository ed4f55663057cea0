/** A made-up value for each mask whose output a reader can foresee. A test holds them against a real server. */

export interface MaskExample {
  /** As a policy writes it. */
  readonly call: string;
  readonly args: readonly (string | number)[];
  /** PostgreSQL's name of the value's type. */
  readonly type: string;
  readonly value: string;
  readonly shown: string;
}

/** By mask. Masks with a key are left out: what they show depends on it; so are those that say it all themselves. */
export const maskExamples: Readonly<Record<string, MaskExample>> = {
  redact: { call: 'redact', args: [], type: 'text', value: 'Ada Lovelace', shown: '[redacted]' },
  constant: {
    call: 'constant("[hidden]")',
    args: ['[hidden]'],
    type: 'text',
    value: 'Ada Lovelace',
    shown: '[hidden]',
  },
  zero: { call: 'zero', args: [], type: 'integer', value: '4711', shown: '0' },
  keep_first: { call: 'keep_first(2)', args: [2], type: 'text', value: 'Lovelace', shown: 'Lo****' },
  keep_last: { call: 'keep_last(4)', args: [4], type: 'text', value: '078-05-1120', shown: '****1120' },
  email: { call: 'email', args: [], type: 'text', value: 'ada@corp.example', shown: 'a***@corp.example' },
  bucket: { call: 'bucket(10)', args: [10], type: 'integer', value: '37', shown: '30' },
  round: { call: 'round(1)', args: [1], type: 'numeric', value: '12.73', shown: '12.7' },
  date_trunc: {
    call: 'date_trunc("month")',
    args: ['month'],
    type: 'date',
    value: '1990-12-10',
    shown: '1990-12-01',
  },
  ip_prefix: { call: 'ip_prefix(24)', args: [24], type: 'inet', value: '192.0.2.77', shown: '192.0.2.0/24' },
};
