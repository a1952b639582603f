/** IPC channel and global names; used by the shell, the preload and the renderer's bridge. */
export const invokeChannel = 'parley:invoke';
export const eventChannel = 'parley:events';
export const bridgeGlobal = 'parley';

/** What the preload puts on `window.parley`. Values are unknown on purpose: each side validates what it receives. */
export interface PreloadBridge {
  invoke(command: string, input: unknown): Promise<unknown>;
  /** Returns the unsubscribe. */
  subscribe(listener: (batch: unknown) => void): () => void;
}
