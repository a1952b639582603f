import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import { join } from 'node:path';
import { TypedEvent } from '../../shared/model/event.ts';
import type { TrayEntry, TrayMenu, TrayWish } from '../desktop/tray-menu.ts';

/** What the icon in the tray shows. */
export interface TrayFace {
  readonly unread: number;
  readonly tip: string;
  readonly menu: TrayMenu;
}

/** The icon in the system's tray, or on macOS in the menu bar, while it is asked for. */
export class TrayIcon {
  readonly wished = new TypedEvent<TrayWish>();
  readonly #folder: string;
  /** Each is read once: it changes with every message. */
  readonly #images = new Map<string, Electron.NativeImage>();
  #tray: Tray | null = null;

  /** `folder` holds the drawings. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  get there(): boolean {
    return this.#tray !== null;
  }

  show(face: TrayFace): void {
    const image = this.#image(face.unread > 0);
    if (this.#tray === null) {
      this.#tray = new Tray(image);
      this.#tray.on('click', () => {
        // On macOS a click opens the menu.
        if (process.platform !== 'darwin') this.wished.raise({ kind: 'open' });
      });
    } else {
      this.#tray.setImage(image);
    }
    this.#tray.setToolTip(face.tip);
    if (process.platform === 'darwin') this.#tray.setTitle(face.unread === 0 ? '' : String(face.unread));
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#template(face.menu)));
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  /** Electron finds the drawings of higher densities beside it by their names; a template follows the bar's colour. */
  #image(unread: boolean): Electron.NativeImage {
    const name =
      process.platform === 'darwin'
        ? unread
          ? 'unreadTemplate'
          : 'readTemplate'
        : unread
          ? 'unread'
          : 'read';
    const image = this.#images.get(name) ?? nativeImage.createFromPath(join(this.#folder, `${name}.png`));
    this.#images.set(name, image);
    return image;
  }

  #template({ unread, open, quiet, quit }: TrayMenu): MenuItemConstructorOptions[] {
    const item = ({ label, wish, enabled }: TrayEntry): MenuItemConstructorOptions => ({
      label,
      enabled,
      click: () => {
        this.wished.raise(wish);
      },
    });
    const [hour, tomorrow, untilOff, off] = quiet.entries.map(item);
    return [
      ...(unread === null ? [] : [item(unread)]),
      item(open),
      { type: 'separator' },
      {
        label: quiet.checked ? `✓ ${quiet.label}` : quiet.label,
        submenu: [hour, tomorrow, untilOff, { type: 'separator' } as const, off].filter(
          (each) => each !== undefined,
        ),
      },
      { type: 'separator' },
      item(quit),
    ];
  }
}
