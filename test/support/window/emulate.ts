import { cdp } from 'vitest/browser';

/** What style sheets ask the system for. */
interface Media {
  readonly name: string;
  readonly value: string;
}

/** Makes the browser ask for it as the system would. */
export async function emulate(...features: readonly Media[]): Promise<void> {
  const session = cdp() as unknown as { send(method: string, params: unknown): Promise<unknown> };
  await session.send('Emulation.setEmulatedMedia', { features });
}
