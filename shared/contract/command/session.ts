import * as v from 'valibot';
import { Transport } from '../../model/connection.ts';
import { ConversationId } from '../../model/ids.ts';
import { Snapshot } from '../events.ts';
import { line, nothing } from './inputs.ts';

/** Signing in and out, and what concerns the window as a whole. */
export const sessionCommands = {
  /** `newest`: so many of the newest messages of the conversation that was open last come along; 0 for none. */
  snapshot: {
    input: v.strictObject({ newest: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200)) }),
    output: Snapshot,
  },
  /** Resolves when the server has registered the address, or has said why not. `server` empty: the address's host. */
  signIn: {
    input: v.strictObject({
      address: line,
      password: line,
      /** `host`, `host:port`, or for WebSocket also `ws://host:port/path`. */
      server: line,
      transport: Transport,
      /** Begin with an IM dialog at unknown peers: the server is a Lync or Skype for Business. */
      imDialogs: v.optional(v.boolean(), false),
    }),
    output: nothing,
  },
  /** Starts the embedded server on 127.0.0.1 and signs in to it, with Echo to talk to. */
  tryLocally: { input: nothing, output: v.strictObject({ conversationId: ConversationId }) },
  signOut: { input: nothing, output: nothing },
  /** Tries to connect now instead of at `retryAt`. */
  reconnect: { input: nothing, output: nothing },
  /** Ends the application, not only the window. */
  quit: { input: nothing, output: nothing },
  /** Opens http, https and mailto links in the system's own program. */
  openLink: { input: v.strictObject({ url: v.pipe(v.string(), v.maxLength(8192)) }), output: nothing },
} as const;
