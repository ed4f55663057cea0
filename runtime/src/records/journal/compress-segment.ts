/** Compresses a segment that is closed. What was signed is what is compressed: it reads back byte for byte. */
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { RecordsFiles } from './records-files.ts';
import { segmentFile } from './segment-name.ts';

const compress = promisify(zstdCompress);

/** At any moment the segment is there: compressed, as it was, or both. */
export async function compressSegment(
  files: RecordsFiles,
  { journal, segment }: { readonly journal: string; readonly segment: number },
): Promise<void> {
  const plain = segmentFile({ journal, segment, compressed: false });
  await files.replace(
    segmentFile({ journal, segment, compressed: true }),
    await compress(await files.read(plain)),
  );
  await files.remove(plain);
}
