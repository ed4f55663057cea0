/** `01:00..05:00 "UTC"`: a window whose zone there is. */
import { diagnostic, type TimeWindow } from '@dlpc/language';
import { isTimeZone } from '@dlpc/runtime/abi';
import { suggestText } from '../../bind/suggest.ts';
import type { ConditionContext } from './context.ts';
import { type Operand, UNKNOWN } from './operand.ts';

/** A window; its start and end are times of the clock already. */
export function evaluateWindow({ start, end, zone, span }: TimeWindow, context: ConditionContext): Operand {
  if (!isTimeZone(zone.value)) {
    const { nearest } = suggestText(zone.value, zoneNames(), zone.span, context.report);
    const fix =
      nearest === null
        ? null
        : { title: `Write \`"${nearest}"\``, edits: [{ span: zone.span, newText: `"${nearest}"` }] };
    const params = { name: zone.value, nearest };
    context.report(diagnostic('unknown-time-zone', zone.span, params, fix === null ? {} : { fix }));
    return UNKNOWN;
  }
  if (start.minutes === end.minutes) {
    const time = `${Math.floor(start.minutes / 60)}:${start.minutes % 60}`.replaceAll(/\b\d\b/g, '0$&');
    context.report(diagnostic('empty-window', span, { time }));
    return UNKNOWN;
  }
  const window = { zone: zone.value, start: start.minutes, end: end.minutes };
  return { type: 'window of time', window };
}

function zoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
