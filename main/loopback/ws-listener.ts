import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { longestMessage } from '../sip/framing.ts';
import {
  bounds,
  loopbackHost,
  type Connection,
  type ConnectionHandler,
  type Listener,
} from './connection.ts';

const subprotocol = 'sip';
const pong = Buffer.from('\r\n');

/** SIP over WebSocket on the loopback interface (RFC 7118): one message a frame. Port 0: any free one. */
export async function listenWebSocket(port: number, handler: ConnectionHandler): Promise<Listener> {
  const server = new WebSocketServer({
    host: loopbackHost,
    port,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
    verifyClient: ({ req }: { req: IncomingMessage }) =>
      admits(req) && server.clients.size < bounds.connections,
  });
  server.on('connection', (socket, request) => {
    serve(socket, request.socket.remotePort ?? 0, handler);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of server.clients) socket.terminate();
      }),
  };
}

/** Browsers always send Origin: no web page may reach the loopback server through its visitor. */
function admits(request: IncomingMessage): boolean {
  if (request.headers.origin !== undefined) return false;
  const offered = request.headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').some((protocol) => protocol.trim().toLowerCase() === subprotocol);
}

function serve(socket: WebSocket, remotePort: number, handler: ConnectionHandler): void {
  const connection: Connection = {
    id: randomBytes(8).toString('hex'),
    transport: 'WS',
    remotePort,
    send(bytes) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(bytes, { binary: !isUtf8(bytes) });
      if (socket.bufferedAmount > bounds.unsentBytes) socket.terminate();
    },
    close: () => {
      socket.terminate();
    },
  };
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    if (/^(?:\r\n)*$/.test(bytes.toString('latin1', 0, 8))) connection.send(pong);
    else handler.received(connection, bytes);
  });
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    handler.closed(connection);
  });
  handler.opened(connection);
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
