/** IPC channel and global names; used by the shell, the preload and the renderer's bridge. */
export const invokeChannel = 'parley:invoke';
export const eventChannel = 'parley:events';
export const bridgeGlobal = 'parley';

/**
 * What the preload puts on `window.parley`. Values go as JSON: Electron copies an object across its two borders value by
 * value, which for a list of conversations takes many times as long as a text does. Each side validates what it receives.
 */
export interface PreloadBridge {
  /** JSON of the command's input; resolves with JSON of its Result. */
  invoke(command: string, input: string): Promise<string>;
  /** The listener gets JSON of each batch of events. Returns the unsubscribe. */
  subscribe(listener: (batch: string) => void): () => void;
}
