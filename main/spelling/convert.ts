import { Worker } from 'node:worker_threads';

/**
 * A Hunspell dictionary in the format of Chromium's checker, made beside the thread that answers: it takes seconds.
 * @param script the bundled `convert-worker`; @param aff the path of the .aff, with the .dic beside it
 */
export function convertDictionary(script: string, aff: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: { aff } });
    worker.once('message', (bdic: Uint8Array) => {
      resolve(bdic);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      // After an answer this changes nothing.
      reject(new Error(`The conversion of a dictionary ended with ${String(code)}`));
    });
  });
}
