import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ConnectionClosed } from './connect-failure.ts';
import { SipFramer } from './framing.ts';
import { KeepAlive } from './keep-alive.ts';
import {
  lingerTime,
  longestBacklog,
  Opening,
  type Link,
  type LinkAttempt,
  type LinkHandlers,
  type LinkOptions,
} from './link.ts';

const ping = Buffer.from('\r\n\r\n');
const pong = Buffer.from('\r\n');

/** SIP over TCP or TLS (RFC 3261, 18; keep-alive by RFC 5626, 3.5.1). */
export function openTcpLink(options: LinkOptions, handlers: LinkHandlers): LinkAttempt {
  const { server } = options;
  const secure = server.transport === 'tls';
  const target = { host: server.host, port: server.port };
  const socket: Socket = secure
    ? connectTls({
        ...target,
        // RFC 6066, 3: a server name is never an IP address.
        ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
        ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
      })
    : connectTcp(target);
  socket.setNoDelay(true);
  const opening = new Opening(options.clock, () => socket.destroy());
  let error: Error | null = null;
  let closing = false;
  let keepAlive: KeepAlive | null = null;

  const link = (): Link => ({
    protocol: secure ? 'TLS' : 'TCP',
    localAddress: socket.localAddress ?? '127.0.0.1',
    localPort: socket.localPort ?? 0,
    send(message) {
      if (closing || !socket.writable) return false;
      socket.write(message);
      if (socket.writableLength > longestBacklog) {
        socket.destroy(new ConnectionClosed('The server takes no more data'));
      }
      return true;
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      if (closing) return;
      closing = true;
      socket.end();
      options.clock.after(lingerTime, () => socket.destroy());
    },
  });

  socket.once(secure ? 'secureConnect' : 'connect', () => {
    if (opening.settled) return;
    keepAlive = new KeepAlive({
      clock: options.clock,
      random: options.random,
      alwaysAnswered: false,
      ping: () => socket.write(ping),
      onSilence: () => socket.destroy(new ConnectionClosed('The server stopped to answer')),
    });
    opening.succeed(link());
  });

  const framer = new SipFramer();
  socket.on('data', (chunk: Buffer) => {
    if (closing || socket.destroyed) return;
    try {
      for (const message of framer.push(chunk)) handlers.onMessage(message);
    } catch (broken) {
      socket.destroy(broken instanceof Error ? broken : new Error(String(broken)));
      return;
    }
    const seen = framer.takeKeepAlives();
    if (seen.pings > 0 && socket.writable) socket.write(pong);
    if (seen.pings > 0 || seen.pongs > 0) keepAlive?.pong();
  });
  socket.on('error', (reason: Error) => {
    error ??= reason;
  });
  socket.on('close', () => {
    keepAlive?.stop();
    if (opening.settled && keepAlive !== null) {
      handlers.onClosed(closing ? null : (error ?? new ConnectionClosed('The server closed the connection')));
    } else {
      opening.fail(error);
    }
  });

  return {
    opened: opening.opened,
    abandon() {
      opening.fail(new ConnectionClosed('Given up'));
      socket.destroy();
    },
  };
}
