import { expect, it } from 'vitest';
import { EarlyLog } from '../../../main/log/early-log.ts';
import { silentLog, type Log } from '../../../main/log/log.ts';

it('hands on what it held, in order and once, and then all that comes', () => {
  const written: unknown[] = [];
  const write =
    (level: keyof Log) =>
    (...entry: unknown[]): void => {
      written.push([level, ...entry]);
    };
  const early = new EarlyLog();
  early.error({ path: 'a' }, 'The policy cannot be read');
  early.warn({}, 'Moved');
  early.writeTo({ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') });
  early.info({ n: 1 }, 'Parley starts');
  early.debug({}, 'Detail');
  expect(written).toEqual([
    ['error', { path: 'a' }, 'The policy cannot be read'],
    ['warn', {}, 'Moved'],
    ['info', { n: 1 }, 'Parley starts'],
    ['debug', {}, 'Detail'],
  ]);
  early.writeTo(silentLog);
  expect(written).toHaveLength(4);
});
