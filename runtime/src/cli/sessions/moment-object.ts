/** Moments as JSON, for programs. Cells are texts, NULL is null; bytes that are no text are in hexadecimal. */

import { cellText } from '../../records/read/cell-text.ts';
import type { ToldSession } from '../../records/read/told.ts';
import type { Moment } from '../../records/read/transcript.ts';

export function momentObject(moment: Moment, session: ToldSession | null): Record<string, unknown> {
  const common = { session: session?.id ?? null, at: new Date(moment.at).toISOString() };
  switch (moment.kind) {
    case 'begin':
      return { kind: 'begin', ...common, ...session, startedAt: undefined, id: undefined };
    case 'end':
      return { kind: 'end', ...common, cause: moment.cause };
    case 'asked': {
      const { told, at: _, kind, ...asked } = moment;
      return { kind, ...common, ...asked, ...told, asked: undefined, runs: undefined };
    }
    case 'answered': {
      const { fields, cells, copied, classes, isCut: _whole, at: _, kind, ...answer } = moment;
      return {
        ...{ kind, ...common, ...answer },
        columns: fields?.map(({ name }, at) => ({ name, class: classes[at] ?? null })) ?? null,
        cells:
          cells?.map((row) =>
            row.map((cell, at) => cellText(cell, fields?.[at]?.type ?? 0, fields?.[at]?.format ?? 0)),
          ) ?? null,
        copied: copied?.toString() ?? null,
      };
    }
    case 'sent': {
      const { body, isCut: _whole, at: _, kind, ...sent } = moment;
      return { kind, ...common, ...sent, body: body?.toString() ?? null };
    }
    case 'other':
      return { kind: moment.what, ...common, data: moment.data };
  }
}
