/** What the configuration file may hold about what operators measure. */
import * as v from 'valibot';
import { line, named, secretReference, shape } from '../json-file/shape.ts';

const RATIO = 'a number from 0 to 1';

const TracesShape = shape({
  endpoint: v.optional(
    v.pipe(
      line('a URL', 1024),
      v.description(
        'Where traces are sent, by OTLP over HTTP in JSON: the whole URL. By default what `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` or `OTEL_EXPORTER_OTLP_ENDPOINT` says, or else `http://localhost:4318/v1/traces`.',
      ),
    ),
  ),
  headers: v.optional(
    v.pipe(
      named(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'the name of a header field', secretReference()),
      v.description(
        'Header fields by which the collector knows who sends, each a secret. By default those of `OTEL_EXPORTER_OTLP_TRACES_HEADERS` or `OTEL_EXPORTER_OTLP_HEADERS`.',
      ),
    ),
  ),
  sampling: v.optional(
    v.pipe(
      v.number(RATIO),
      v.minValue(0, RATIO),
      v.maxValue(1, RATIO),
      v.description(
        'How many of the traces that begin at the proxy are sent. Whether one that a client began is sent, the client has said. By default what `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say, or else 1.',
      ),
    ),
  ),
  serviceName: v.optional(
    v.pipe(
      line('a name'),
      v.description(
        '`service.name` of the spans. By default what `OTEL_SERVICE_NAME` says, or else `dlp-proxy`.',
      ),
    ),
  ),
});

export const TelemetryShape = shape({
  traces: v.optional(
    v.pipe(
      TracesShape,
      v.description(
        'Sends OpenTelemetry traces. Without this nothing is sent, whatever the environment says; `{}` sends them as the environment says.',
      ),
    ),
  ),
});
