import { app, BrowserWindow, dialog, shell, type OpenDialogOptions } from 'electron';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The system's dialogs in which a person chooses the folder of an export. */
export function folderDialogs(): {
  chooseParent(): Promise<string | null>;
  chooseExport(): Promise<string | null>;
  show(folder: string): void;
} {
  const choose = async (options: OpenDialogOptions): Promise<string | null> => {
    const [parent] = BrowserWindow.getAllWindows();
    const { filePaths, canceled } =
      parent === undefined
        ? await dialog.showOpenDialog(options)
        : await dialog.showOpenDialog(parent, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    chooseParent: async () =>
      choose({
        defaultPath: app.getPath('documents'),
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      }),
    chooseExport: async () => choose({ properties: ['openDirectory', 'dontAddToRecent'] }),
    show: (folder) => {
      shell.showItemInFolder(folder);
    },
  };
}

/** Asks where, and writes the text there, for the user's eyes only. False: the user closed the dialog. */
export async function saveTextFile(suggestedName: string, text: string): Promise<boolean> {
  const options = { defaultPath: join(app.getPath('documents'), suggestedName) };
  const [parent] = BrowserWindow.getAllWindows();
  const { filePath, canceled } =
    parent === undefined
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(parent, options);
  if (canceled || filePath === '') return false;
  await writeFile(filePath, text, { mode: 0o600 });
  return true;
}
