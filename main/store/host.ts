/** The entry of the store's process: ties the channel to the parent to the service that answers it. */
import { loadDriver } from './driver.ts';
import { hostPort } from './host-port.ts';
import { StoreService } from './service.ts';

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
  const service = new StoreService({
    loadDriver,
    post: (answer) => {
      port.post(answer);
    },
    ended: () => {
      port.end();
    },
    soon: setImmediate,
  });
  port.onClose(() => {
    try {
      service.abandon();
    } finally {
      process.exit(0);
    }
  });
  port.onMessage((message) => {
    service.accept(message);
  });
}
