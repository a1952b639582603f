import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SipFramer } from '../sip/framing.ts';
import {
  bounds,
  loopbackHost,
  type Connection,
  type ConnectionHandler,
  type Listener,
} from './connection.ts';

const pong = Buffer.from('\r\n');

/** SIP over TCP on the loopback interface (RFC 3261, 18.3; keep-alive by RFC 5626, 4.4.1). Port 0: any free one. */
export async function listenTcp(port: number, handler: ConnectionHandler): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, handler);
  });
  server.maxConnections = bounds.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopbackHost, () => {
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
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, handler: ConnectionHandler): void {
  const framer = new SipFramer();
  const connection: Connection = {
    id: randomBytes(8).toString('hex'),
    transport: 'TCP',
    remotePort: socket.remotePort ?? 0,
    send(bytes) {
      if (!socket.writable) return;
      socket.write(bytes);
      if (socket.writableLength > bounds.unsentBytes) socket.destroy();
    },
    close: () => socket.destroy(),
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of framer.push(chunk)) {
        if (socket.destroyed) return;
        handler.received(connection, message);
      }
      for (let { pings } = framer.takeKeepAlives(); pings > 0; pings -= 1) connection.send(pong);
    } catch {
      // Not SIP, or too long: where the next message begins cannot be known (RFC 3261, 18.3).
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    handler.closed(connection);
  });
  handler.opened(connection);
}
