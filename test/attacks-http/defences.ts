/** What stops attacks on an API: one name for each line of defence, with where it stands. */

export interface Defence {
  /** One sentence. */
  readonly does: string;
  /** Where it is written, from the root of the repository. */
  readonly file: string;
}

const table = {
  'strict parser': {
    does: 'Node parses heads and chunks by the letter of RFC 9112; what it refuses is answered and the connection closed.',
    file: 'runtime/src/http/listen-api.ts',
  },
  'one reading': {
    does: 'Heads that another reader could read otherwise are refused: fields twice, lengths beside codings, names with underscores.',
    file: 'runtime/src/http/request-framing.ts',
  },
  'one reading of answers': {
    does: 'Where an answer ends is read by the letter of RFC 9112; what could be read otherwise is none, and what comes behind ends its connection.',
    file: 'runtime/src/http1/response-reader.ts',
  },
  'proof of identity': {
    does: 'Nothing is judged before it is proved who asks.',
    file: 'runtime/src/proxy/apis/authenticator.ts',
  },
  'one target': {
    does: 'A target with more than one reading is refused, and what goes on is written anew from what was judged.',
    file: 'runtime/src/judge-http/read-target.ts',
  },
  'known routes': {
    does: 'What the document does not describe belongs to no operation, and what no policy allows is denied.',
    file: 'runtime/src/judge-http/judge-request.ts',
  },
  'fields by list': {
    does: 'Header fields pass in both directions only where they are known or described.',
    file: 'runtime/src/http/response-headers.ts',
  },
  'judged bodies': {
    does: 'A body in which something masked could stand is read whole and refused if it does.',
    file: 'runtime/src/http/judge-body.ts',
  },
  'judged patches': {
    does: 'The places that a patch names are looked up in what it changes: what is hidden there is not compared, copied or written.',
    file: 'runtime/src/bodies/json/json-patch.ts',
  },
  'versions of what is hidden': {
    does: 'Where a path answers something hidden, no method of it asks for a version or a part, or is told of one.',
    file: 'runtime/src/http/resource.ts',
  },
  'named fields': {
    does: 'A parameter whose name or value names a masked field of the answer is refused.',
    file: 'runtime/src/http/named-field.ts',
  },
  'one request in one': {
    does: 'Operations of which no policy can say what they do are refused to everybody.',
    file: 'runtime/src/http/opaque-operation.ts',
  },
  'masked bodies': {
    does: 'Values are masked where they stand, by every name that could mean them; what is not described is left out.',
    file: 'runtime/src/bodies/json/json-masker.ts',
  },
  'one reading of parts': {
    does: 'A form in parts is taken apart by its letter, and refused where readers are known to disagree.',
    file: 'runtime/src/bodies/multipart-parts.ts',
  },
  'columns by name': {
    does: 'The columns of a table are what its first row names; others are left out, and a row that does not fit ends it.',
    file: 'runtime/src/bodies/csv-masker.ts',
  },
  'described answers': {
    does: 'A body that nobody described, or in a form that cannot be masked, does not come through.',
    file: 'runtime/src/http/plan-answer.ts',
  },
  'values within texts': {
    does: 'Texts, numbers and names without a label are looked through by detectors, and what is found is masked.',
    file: 'runtime/src/masks/field/search-texts.ts',
  },
  'values in requests': {
    does: 'A request with a value that its sender sees masked, wherever it stands, goes no further.',
    file: 'runtime/src/http/searched-target.ts',
  },
  'bounded decoding': {
    does: 'Content codings are undone one at a time, and what unpacks to far more than it is, is cut off.',
    file: 'runtime/src/http/decode-body.ts',
  },
} as const satisfies Readonly<Record<string, Defence>>;

export type DefenceName = keyof typeof table;

export const defences: Readonly<Record<DefenceName, Defence>> = table;
