/**
 * The entry of the store's process: ties the channel to the parent to the service that answers it, or does one task and
 * ends.
 */
import type { Unsubscribe } from '../../shared/model/event.ts';
import { takeTask } from './care/task-host.ts';
import { loadDriver } from './driver.ts';
import { hostPort } from './host-port.ts';
import { StoreService } from './service.ts';
import { keepYoungHeapSmall } from './young-heap.ts';

/** By then the start is over, milliseconds. */
const afterStart = 15_000;
/** Nothing came for so long: nobody is in the midst of something, milliseconds. */
const moment = 100;
/** Nothing came for so long: nobody works with it, milliseconds. */
const rest = 20_000;

keepYoungHeapSmall();
const port = hostPort();
if (port === null) {
  process.stderr.write("This is the message store's process; Parley starts it.\n");
  process.exitCode = 1;
} else {
  // Nobody else on this computer reads the database, its log and its backups.
  process.umask(0o077);
  // Ctrl+C reaches the whole group; the parent closes the store in its own time, and its death ends this process.
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  const post = (message: unknown): void => {
    port.post(message);
  };
  const ended = (): void => {
    port.end();
  };
  const later = (task: () => void): void => {
    setTimeout(task, afterStart).unref();
  };
  const after =
    (milliseconds: number) =>
    (task: () => void): Unsubscribe => {
      const timer = setTimeout(task, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    };
  const service = new StoreService({
    loadDriver,
    post,
    ended,
    soon: setImmediate,
    later,
    inAMoment: after(moment),
    inAWhile: after(rest),
  });
  port.onClose(() => {
    try {
      service.abandon();
    } finally {
      process.exit(0);
    }
  });
  port.onMessage((message) => {
    if (!takeTask(message, { loadDriver, post, ended, soon: setImmediate })) service.accept(message);
  });
}
