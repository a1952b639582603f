import { app, BrowserWindow, dialog, shell, type OpenDialogOptions } from 'electron';

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
