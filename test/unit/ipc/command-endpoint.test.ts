import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../main/conversation/failure-error.ts';
import { createCommandEndpoint, type CommandEndpointOptions } from '../../../main/ipc/command-endpoint.ts';
import { silentLog } from '../../../main/log/log.ts';
import { commands } from '../../../shared/contract/commands.ts';

const own = { url: 'app://parley/index.html', isMainFrame: true, isOwnWindow: true };
const conversationId = '9d3c2f0e-8a57-4a0e-9d9b-0c5b7f1e2a11';

function endpointWith(overrides: Partial<CommandEndpointOptions['handlers']>, called: string[] = []) {
  const refuse = (name: string) => () => {
    called.push(name);
    return Promise.reject(new CommandError({ code: 'not-signed-in' }));
  };
  const handlers = {
    ...Object.fromEntries(Object.keys(commands).map((name) => [name, refuse(name)])),
    ...overrides,
  } as CommandEndpointOptions['handlers'];
  return createCommandEndpoint({ trustedOrigin: 'app://parley/', handlers, log: silentLog });
}

describe('the command endpoint', () => {
  it.each([
    { ...own, url: 'https://evil.example/' },
    { ...own, url: 'app://parley.evil.example/' },
    { ...own, url: '' },
    { ...own, isMainFrame: false },
    { ...own, isOwnWindow: false },
  ])('refuses the frame %j without calling anything', async (sender) => {
    const called: string[] = [];
    const result = await endpointWith({}, called).invoke(sender, 'signOut', {});
    expect(result).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect(called).toEqual([]);
  });

  it.each(['nope', 'constructor', '__proto__', 'toString', 7, null, undefined])(
    'knows no command %j',
    async (name) => {
      expect(await endpointWith({}).invoke(own, name, {})).toMatchObject({
        ok: false,
        failure: { code: 'invalid-input' },
      });
    },
  );

  it('gives handlers parsed input and the window parsed output', async () => {
    let seen: unknown;
    const endpoint = endpointWith({
      setComposing: (input) => {
        seen = input;
        return Promise.resolve({});
      },
    });
    const result = await endpoint.invoke(own, 'setComposing', { conversationId, composing: true });
    expect(result).toEqual({ ok: true, value: {} });
    expect(seen).toEqual({ conversationId, composing: true });
  });

  it('turns a command’s error into its failure and any other into internal', async () => {
    expect(await endpointWith({}).invoke(own, 'signOut', {})).toEqual({
      ok: false,
      failure: { code: 'not-signed-in' },
    });
    const broken = endpointWith({ signOut: () => Promise.reject(new TypeError('boom')) });
    expect(await broken.invoke(own, 'signOut', {})).toEqual({
      ok: false,
      failure: { code: 'internal', detail: 'boom' },
    });
  });

  it('does not pass on output that breaks the contract', async () => {
    const endpoint = endpointWith({ tryLocally: () => Promise.resolve({ conversationId: 'x' } as never) });
    expect(await endpoint.invoke(own, 'tryLocally', {})).toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    });
  });

  it('never rejects and never calls a handler with what the schema refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(commands)), fc.anything(), async (name, input) => {
        const called: string[] = [];
        const result = await endpointWith({}, called).invoke(own, name, input);
        expect(result.ok).toBe(false);
        if (called.length === 0) expect(result).toMatchObject({ failure: { code: 'invalid-input' } });
      }),
    );
  });
});
