import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const config = fileURLToPath(new URL('../../build/kamailio/kamailio.cfg', import.meta.url));
const program = ['/usr/sbin/kamailio', '/usr/local/sbin/kamailio'].find((path) => existsSync(path));
const startTime = 20_000;
const stopTime = 5000;

export interface KamailioOptions {
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  readonly domain?: string;
  readonly tcpPort?: number;
  readonly wsPort?: number;
  /** Kamailio's own level; 3 logs every step. */
  readonly debug?: number;
  /** Asks for the password at each request. */
  readonly challengeAll?: boolean;
  /** How long it waits for a client's answer, and four times that for an INVITE that rings, in ms; else as shipped. */
  readonly answerTime?: number;
}

/** A real Kamailio with the configuration that the project ships, on 127.0.0.1. */
export interface Kamailio {
  readonly domain: string;
  readonly host: string;
  readonly tcpPort: number;
  readonly wsPort: number;
  readonly udpPort: number;
  /** What it wrote since the first start. */
  readonly log: string;
  /** Ends it; clients see their connections close. */
  stop(): Promise<void>;
  /** Starts it again on the same ports, with no registrations. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  dispose(): Promise<void>;
}

const defaultUsers = { alice: 'alice-secret', bob: 'bob-secret', carol: 'carol-secret' };

export async function startKamailio(options: KamailioOptions = {}): Promise<Kamailio> {
  if (program === undefined) {
    throw new Error(
      'Kamailio is not installed: install the packages kamailio and kamailio-websocket-modules',
    );
  }
  const domain = options.domain ?? 'example.test';
  const tcpPort = options.tcpPort ?? (await freeTcpPort());
  const wsPort = options.wsPort ?? (await freeTcpPort());
  const udpPort = await freeUdpPort();
  const folder = await mkdtemp(join(tmpdir(), 'parley-kamailio-'));
  await writeConfig(folder, {
    domain,
    users: options.users ?? defaultUsers,
    ports: { TCP_PORT: tcpPort, WS_PORT: wsPort, UDP_PORT: udpPort },
    debug: options.debug ?? 1,
    answerTime: options.answerTime ?? null,
  });
  let log = '';
  let running: ChildProcess | null = null;

  const stop = async (): Promise<void> => {
    const stopped = running;
    running = null;
    if (stopped !== null) await endGroup(stopped);
  };
  const start = async (): Promise<void> => {
    if (running !== null) return;
    // -DD: in the foreground, with workers, as the leader of a group of its own.
    const started = spawn(
      program,
      [
        '-DD',
        '-E',
        '-f',
        join(folder, 'kamailio.cfg'),
        '-Y',
        folder,
        '-w',
        folder,
        '-m',
        '64',
        '-M',
        '8',
        ...(options.challengeAll === true ? ['-A', 'CHALLENGE_ALL'] : []),
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    running = started;
    // A test run that breaks off leaves no server behind.
    const endWithUs = (): void => {
      if (started.pid !== undefined) signalGroup(started.pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', endWithUs);
    started.once('exit', () => process.off('exit', endWithUs));
    const collect = (chunk: Buffer): void => {
      log = (log + chunk.toString()).slice(-1_000_000);
    };
    started.stdout.on('data', collect);
    started.stderr.on('data', collect);
    try {
      await accepting(started, [tcpPort, wsPort]);
    } catch (error) {
      await stop();
      throw new Error(`Kamailio did not start: ${String(error)}\n${log}`, { cause: error });
    }
  };

  const kamailio: Kamailio = {
    domain,
    host: '127.0.0.1',
    tcpPort,
    wsPort,
    udpPort,
    get log() {
      return log;
    },
    start,
    stop,
    async dispose() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return kamailio;
}

interface ConfigValues {
  readonly domain: string;
  readonly users: Readonly<Record<string, string>>;
  readonly ports: Readonly<Record<string, number>>;
  readonly debug: number;
  readonly answerTime: number | null;
}

async function writeConfig(
  folder: string,
  { domain, users, ports, debug, answerTime }: ConfigValues,
): Promise<void> {
  let text = await readFile(config, 'utf8');
  const values: Record<string, string | number> = { DOMAIN: domain, SIP_ADDRESS: '127.0.0.1', ...ports };
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^#!substdef "!${name}![^!]*!g"$`, 'm');
    if (!line.test(text)) throw new Error(`kamailio.cfg has no substdef for ${name}`);
    text = text.replace(line, `#!substdef "!${name}!${String(value)}!g"`);
  }
  text = text
    .replace(/^debug=.*$/m, `debug=${String(debug)}`)
    .replace(/^tcp_children=.*$/m, 'tcp_children=2');
  if (answerTime !== null) {
    text = text
      .replace(/("fr_timer", )\d+/, `$1${String(answerTime)}`)
      .replace(/("fr_inv_timer", )\d+/, `$1${String(4 * answerTime)}`);
  }
  await writeFile(join(folder, 'kamailio.cfg'), text);
  const passwords = Object.entries(users).map(
    ([user, password]) => `$sht(password=>${user}) = "${password.replaceAll(/["\\]/g, String.raw`\$&`)}";\n`,
  );
  await writeFile(join(folder, 'passwords.cfg'), passwords.join(''), { mode: 0o600 });
}

/** Resolves when each port answers a SIP keep-alive or takes a connection that stays open. */
async function accepting(server: ChildProcess, ports: readonly number[]): Promise<void> {
  const deadline = Date.now() + startTime;
  for (const port of ports) {
    while (!(await answers(port))) {
      if (server.exitCode !== null || server.signalCode !== null) throw new Error('it ended at once');
      if (Date.now() > deadline) throw new Error(`nothing answers on port ${String(port)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Kamailio's workers answer CRLFCRLF with CRLF once they run (RFC 5626, 4.4.1). */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1000, () => {
      settle(false);
    });
    socket.once('connect', () => socket.write('\r\n\r\n'));
    socket.once('data', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
    socket.once('close', () => {
      settle(false);
    });
  });
}

async function endGroup(leader: ChildProcess): Promise<void> {
  const { pid } = leader;
  if (pid === undefined || leader.exitCode !== null || leader.signalCode !== null) return;
  const ended = once(leader, 'exit');
  signalGroup(pid, 'SIGTERM');
  const forced = setTimeout(() => {
    signalGroup(pid, 'SIGKILL');
  }, stopTime);
  await ended;
  clearTimeout(forced);
  // Workers that outlive their leader.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

async function freeTcpPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
