/** What runs in the thread that reads records: a question comes in, its answer goes out. */
import { createPublicKey } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { openIndex } from '../index/open-index.ts';
import { recordsFiles } from '../journal/records-files.ts';
import { answerQuestion } from './answer-question.ts';
import type { RecordsQuestion } from './questions.ts';

/** Public keys in PEM form. */
export interface ThreadData {
  readonly directory: string;
  readonly keys: readonly string[];
}

const { directory, keys } = workerData as ThreadData;
const parts = {
  files: recordsFiles(directory),
  index: openIndex(directory),
  keys: keys.map((pem) => createPublicKey(pem)),
};

parentPort?.on('message', (question: RecordsQuestion) => {
  answerQuestion(question, parts).then(
    (answer) => parentPort?.postMessage({ ok: true, answer }),
    (error: unknown) =>
      parentPort?.postMessage({ ok: false, reason: error instanceof Error ? error.message : String(error) }),
  );
});
