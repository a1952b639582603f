import { contextBridge, ipcRenderer, webFrame, type IpcRendererEvent } from 'electron';
import {
  bridgeGlobal,
  eventChannel,
  invokeChannel,
  type PreloadBridge,
} from '../../shared/contract/channels.ts';

/** By then the start is over, milliseconds. */
const afterStart = 30_000;

// Only data crosses: the IPC event object, which leads back to Electron's own API, stays here.
const bridge: PreloadBridge = {
  invoke: (command, input) => ipcRenderer.invoke(invokeChannel, command, input) as Promise<string>,
  subscribe: (listener) => {
    const forward = (_event: IpcRendererEvent, batch: string): void => {
      listener(batch);
    };
    ipcRenderer.on(eventChannel, forward);
    return () => {
      ipcRenderer.removeListener(eventChannel, forward);
    };
  },
};

contextBridge.exposeInMainWorld(bridgeGlobal, bridge);

// Chromium keeps the files of the scripts beside what V8 has made of them, and nobody reads them again.
setTimeout(() => {
  webFrame.clearCache();
}, afterStart);
