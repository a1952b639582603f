// Stands in for Electron's own default application in the repacked development runtime: loads the application folder
// that the command line names, as `electron <folder>` does. Electron waits for this module before it raises `ready`,
// and this module awaits the application's, so what must happen before `ready` (registerSchemesAsPrivileged) may be at
// the top level of an ECMAScript main module.
import { app } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const required = [];
let folder = null;
const args = process.argv.slice(1);
for (let index = 0; index < args.length && folder === null; index += 1) {
  const arg = args[index];
  if (arg === '-r' || arg === '--require') required.push(args[(index += 1)]);
  else if (arg.startsWith('--app=')) folder = arg.slice('--app='.length);
  else if (!arg.startsWith('-')) folder = arg;
}

if (folder === null) {
  console.error('Name the folder of the application to run.');
  app.exit(2);
} else {
  const require = createRequire(import.meta.url);
  const path = resolve(folder);
  for (const module of required) require(resolve(module));
  try {
    const description = join(path, 'package.json');
    const manifest = existsSync(description) ? JSON.parse(readFileSync(description, 'utf8')) : {};
    Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
    const name = manifest.productName ?? manifest.name;
    if (name !== undefined) app.setName(name);
    if (manifest.version !== undefined) app.setVersion(manifest.version);
    app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
    app.setAppPath(path);
    await import(pathToFileURL(require.resolve(path)).href);
  } catch (error) {
    console.error(`The application in ${path} could not be loaded.`);
    console.error(error);
    app.exit(1);
  }
}
