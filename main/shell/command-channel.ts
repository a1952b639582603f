import { BrowserWindow, ipcMain } from 'electron';
import { eventChannel, invokeChannel } from '../../shared/contract/channels.ts';
import type { EventBatch } from '../../shared/contract/events.ts';
import type { CommandEndpoint } from '../ipc/command-endpoint.ts';

/** Binds the contract's one channel to its endpoint. */
export function serveCommands(endpoint: CommandEndpoint): void {
  ipcMain.handle(invokeChannel, async (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    return endpoint.invoke(
      {
        url: frame?.url ?? '',
        isMainFrame: frame !== null && frame === event.sender.mainFrame,
        isOwnWindow: BrowserWindow.fromWebContents(event.sender) !== null,
      },
      name,
      input,
    );
  });
}

export function sendEvents(window: BrowserWindow, batch: EventBatch): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel, batch);
}
