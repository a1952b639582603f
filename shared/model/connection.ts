import * as v from 'valibot';

export const Transport = v.picklist(['tcp', 'tls', 'ws', 'wss']);
export type Transport = v.InferOutput<typeof Transport>;

/** Where the SIP server listens. `path` matters to WebSocket only (RFC 7118). */
export const ServerLocation = v.object({
  transport: Transport,
  host: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  path: v.pipe(v.string(), v.startsWith('/'), v.maxLength(1024)),
});
export type ServerLocation = v.InferOutput<typeof ServerLocation>;

/**
 * Why there is no registration. `status` is the SIP status where one came, `detail` the technical words for the log
 * and for those who ask; it is never the main text of a screen.
 */
export const ConnectionFailure = v.object({
  code: v.picklist([
    'wrong-password',
    'unknown-host',
    'connection-refused',
    'no-answer',
    'tls',
    'rejected',
    'lost',
    'unreachable',
  ]),
  status: v.nullable(v.number()),
  detail: v.string(),
});
export type ConnectionFailure = v.InferOutput<typeof ConnectionFailure>;

/**
 * `offline`: not asked to connect. `failed`: the last attempt or the registration failed; `retryAt` (ms since 1970)
 * says when the next attempt starts, null when none will before the user acts (a wrong password).
 */
export const ConnectionState = v.variant('kind', [
  v.object({ kind: v.literal('offline') }),
  v.object({ kind: v.literal('connecting'), server: ServerLocation }),
  v.object({ kind: v.literal('registered'), server: ServerLocation }),
  v.object({
    kind: v.literal('failed'),
    server: ServerLocation,
    failure: ConnectionFailure,
    retryAt: v.nullable(v.number()),
  }),
]);
export type ConnectionState = v.InferOutput<typeof ConnectionState>;
