import { BrowserWindow, ipcMain } from 'electron';
import { eventChannel, invokeChannel } from '../../shared/contract/channels.ts';
import type { EventBatch } from '../../shared/contract/events.ts';
import { parseJson } from '../../shared/model/json.ts';
import type { CommandEndpoint } from '../ipc/command-endpoint.ts';

/** Opens the contract's one channel, and returns what binds it to its endpoint. What comes before that waits for it. */
export function serveCommands(): (endpoint: CommandEndpoint) => void {
  let bind: (endpoint: CommandEndpoint) => void = () => undefined;
  const bound = new Promise<CommandEndpoint>((resolve) => {
    bind = resolve;
  });
  ipcMain.handle(invokeChannel, async (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    const sender = {
      url: frame?.url ?? '',
      isMainFrame: frame !== null && frame === event.sender.mainFrame,
      isOwnWindow: BrowserWindow.fromWebContents(event.sender) !== null,
    };
    return JSON.stringify(await (await bound).invoke(sender, name, parseJson(input)));
  });
  return bind;
}

export function sendEvents(window: BrowserWindow, batch: EventBatch): void {
  if (!window.isDestroyed()) window.webContents.send(eventChannel, JSON.stringify(batch));
}
