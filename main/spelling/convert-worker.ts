import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { bdicOf } from './bdic/bdic.ts';

const { aff } = v.parse(v.object({ aff: v.string() }), workerData);
parentPort?.postMessage(bdicOf(readFileSync(aff), readFileSync(aff.replace(/aff$/, 'dic'))));
