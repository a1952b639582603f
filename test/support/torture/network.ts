import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Which way nothing gets through: neither, to the server, from it, or both. Nobody is told. */
export type Silence = 'to-server' | 'from-server' | 'both';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** The network between one party and its server: a TCP relay on 127.0.0.1 that can be broken on purpose. */
export class Network {
  readonly port: number;
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  readonly #sockets = new Set<Socket>();
  readonly #target: { readonly host: string; readonly port: number };
  #cut = false;
  #silence: Silence | null = null;

  private constructor(listener: Server, target: { readonly host: string; readonly port: number }) {
    this.#listener = listener;
    this.#target = target;
    this.port = (listener.address() as AddressInfo).port;
    listener.on('connection', (client) => {
      this.#connected(client);
    });
  }

  static async open(target: { readonly host: string; readonly port: number }): Promise<Network> {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new Network(listener, target);
  }

  /** Connections break at once, and new ones break as soon as they are made. */
  cut(): void {
    this.#cut = true;
    this.#breakAll();
  }

  /** What is sent stays on the way; the connections seem to live, new ones too. */
  silence(way: Silence): void {
    this.#silence = way;
    for (const pair of this.#pairs) this.#applySilence(pair);
  }

  /** The connections that there are seem to live and lead nowhere from now on, as after a sleep; new ones work. */
  strand(): void {
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
    this.#pairs.clear();
  }

  /** `resume`: what was on the way arrives late. `reset`: it is lost, and the connections break. */
  restore(how: 'resume' | 'reset'): void {
    this.#cut = false;
    this.#silence = null;
    if (how === 'reset') this.#breakAll();
    for (const pair of this.#pairs) this.#applySilence(pair);
  }

  async close(): Promise<void> {
    this.cut();
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #connected(client: Socket): void {
    this.#keep(client);
    client.on('error', () => undefined); // close follows
    if (this.#cut) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#target);
    this.#keep(server);
    server.on('error', () => undefined);
    const pair: Pair = { client, server };
    this.#pairs.add(pair);
    this.#forward(client, server, pair);
    this.#forward(server, client, pair);
    this.#applySilence(pair);
  }

  #forward(from: Socket, to: Socket, pair: Pair): void {
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      to.write(chunk);
    });
    from.on('end', () => {
      to.end();
    });
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.end();
      // Nobody is left to read for; what is not read would keep the connection for ever.
      to.resume();
    });
  }

  #applySilence({ client, server }: Pair): void {
    if (this.#silence === 'to-server' || this.#silence === 'both') client.pause();
    else client.resume();
    if (this.#silence === 'from-server' || this.#silence === 'both') server.pause();
    else server.resume();
  }

  #breakAll(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.#pairs.clear();
  }
}
