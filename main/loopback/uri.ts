import { splitList } from './message.ts';

/** What the loopback proxy needs of a SIP URI (RFC 3261, 19.1). */
export interface LoopbackUri {
  /** In lower case, for instance `sip`. */
  readonly scheme: string;
  readonly user: string | null;
  /** In lower case. */
  readonly host: string;
  readonly port: number | null;
  readonly parameters: ReadonlyMap<string, string>;
}

const uriPattern =
  /^([A-Za-z][A-Za-z0-9+.-]*):(?:([^@<>"\s]*)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?((?:;[^?]*)?)(?:\?.*)?$/;

/** Null when the text is no URI with a host. */
export function parseUri(text: string): LoopbackUri | null {
  const match = uriPattern.exec(text);
  if (match === null) return null;
  const [, scheme = '', userInfo, host = '', port, tail = ''] = match;
  const parameters = parametersOf(tail);
  return {
    scheme: scheme.toLowerCase(),
    user: userInfo === undefined ? null : userInfo.replace(/:.*$/s, ''),
    host: host.toLowerCase(),
    port: port === undefined ? null : Number(port),
    parameters,
  };
}

/** The URI of a From, To, Contact, Route or Record-Route value: between the angle brackets, or else before `;`. */
export function uriText(value: string): string {
  const [address = ''] = splitList(value, ';');
  const bracketed = /<([^<>]*)>$/.exec(address);
  return (bracketed?.[1] ?? address).trim();
}

/** The parameters behind the address of a header value, names in lower case, quotes kept. */
export function parametersOf(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of splitList(value, ';').slice(value.startsWith(';') ? 0 : 1)) {
    const equals = part.indexOf('=');
    if (equals < 0) parameters.set(part.toLowerCase(), '');
    else parameters.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
  }
  return parameters;
}

/** Names the place of a contact without its parameters, for comparing. */
export const placeOf = (uri: LoopbackUri): string =>
  `${uri.user ?? ''}@${uri.host}:${uri.port === null ? '' : String(uri.port)}`;
