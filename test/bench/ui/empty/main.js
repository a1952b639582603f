// The least that an Electron application with a preload costs: what Parley's start, memory and idling are measured by.
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.enableSandbox();
app.on('window-all-closed', () => {
  app.quit();
});
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1100,
    height: 760,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadFile(join(import.meta.dirname, 'index.html'));
});
