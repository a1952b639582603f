import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import type { ServerLocation } from '../../shared/model/connection.ts';
import { ConnectionClosed } from './connect-failure.ts';
import { longestMessage } from './framing.ts';
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
import { isTextMessage } from './wire-text.ts';

/** SIP over WebSocket (RFC 7118): subprotocol `sip`, one message a frame. */
export function openWebSocketLink(options: LinkOptions, handlers: LinkHandlers): LinkAttempt {
  const { server } = options;
  const socket = new WebSocket(urlOf(server), 'sip', {
    maxPayload: longestMessage,
    perMessageDeflate: false,
    ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
  });
  const opening = new Opening(options.clock, () => {
    socket.terminate();
  });
  let tcp: Socket | null = null;
  let error: Error | null = null;
  let closing = false;
  let keepAlive: KeepAlive | null = null;

  const link = (): Link => ({
    protocol: server.transport === 'wss' ? 'WSS' : 'WS',
    localAddress: tcp?.localAddress ?? '127.0.0.1',
    localPort: tcp?.localPort ?? 0,
    send(message) {
      if (closing || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(message, { binary: !isTextMessage(message) });
      if (socket.bufferedAmount > longestBacklog) {
        error ??= new ConnectionClosed('The server takes no more data');
        socket.terminate();
      }
      return true;
    },
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
    close() {
      if (closing) return;
      closing = true;
      socket.close(1000);
      options.clock.after(lingerTime, () => {
        socket.terminate();
      });
    },
  });

  socket.once('upgrade', (response) => {
    tcp = response.socket;
  });
  socket.once('open', () => {
    if (opening.settled) return;
    keepAlive = new KeepAlive({
      clock: options.clock,
      random: options.random,
      // RFC 6455, 5.5.2: a ping must be answered.
      alwaysAnswered: true,
      ping: () => {
        socket.ping();
      },
      onSilence: () => {
        error ??= new ConnectionClosed('The server stopped to answer');
        socket.terminate();
      },
    });
    opening.succeed(link());
  });
  socket.on('pong', () => keepAlive?.pong());
  socket.on('message', (data: RawData) => {
    if (closing) return;
    const bytes = toBytes(data);
    // RFC 7118, 6: a server may also send the keep-alive of RFC 5626.
    if (bytes.length <= 4 && /^(?:\r\n)+$/.test(bytes.toString('latin1'))) {
      if (bytes.length === 4) socket.send('\r\n');
      return;
    }
    handlers.onMessage(bytes);
  });
  socket.on('error', (reason: Error) => {
    error ??= reason;
  });
  socket.on('close', (code: number) => {
    keepAlive?.stop();
    if (opening.settled && keepAlive !== null) {
      handlers.onClosed(
        closing
          ? null
          : (error ?? new ConnectionClosed(`The server closed the connection (${String(code)})`)),
      );
    } else {
      opening.fail(error);
    }
  });

  return {
    opened: opening.opened,
    abandon() {
      opening.fail(new ConnectionClosed('Given up'));
      socket.terminate();
    },
  };
}

function urlOf(server: ServerLocation): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${server.transport}://${host}:${String(server.port)}${server.path}`;
}

function toBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
