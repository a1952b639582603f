import type { Failure } from '../../shared/contract/failure.ts';
import type { ConnectionFailure } from '../../shared/model/connection.ts';
import { text } from './text.ts';

/** What is shown of a failure: where it belongs, and what to do about it. */
export interface FieldProblem {
  readonly field: 'address' | 'password' | 'server' | 'transport' | 'form';
  readonly words: string;
}

const named = (words: Readonly<Record<string, string>>, problem: string, otherwise: string): string =>
  words[problem] ?? otherwise;

/** The words of a failure that no field is to blame for. */
export function failureWords(failure: Failure): string {
  const words = text.failure;
  switch (failure.code) {
    case 'invalid-input':
      return words.invalidInput;
    case 'invalid-address':
      return named(text.addressProblems, failure.problem, text.addressProblems['bad-host']);
    case 'invalid-server':
      return named(text.serverProblems, failure.problem, text.serverProblems.host);
    case 'connection':
      return connectionWords(failure.failure, '');
    case 'not-signed-in':
      return words.notSignedIn;
    case 'own-address':
      return words.ownAddress;
    case 'unknown-conversation':
      return words.unknownConversation;
    case 'unknown-message':
      return words.unknownMessage;
    case 'being-sent':
      return words.beingSent;
    case 'already-sent':
      return words.alreadySent;
    case 'blocked':
      return words.blocked;
    case 'legal-hold':
      return words.legalHold;
    case 'text-too-long':
      return words.tooLong(failure.longest);
    case 'store': {
      const { title, todo } = text.storeProblems[failure.problem];
      return `${title}. ${todo}`;
    }
    case 'recovery-key':
      return text.storage.recoveryProblems[failure.problem];
    case 'link-refused':
      return words.linkRefused;
    case 'managed-setting':
      return words.managedSetting;
    case 'setting-refused':
      return words.settingRefused[failure.reason](failure.place);
    case 'archive':
      return text.archive.problems[failure.problem];
    case 'internal':
      return words.internal;
  }
}

/** The status line's words for a connection that is not there. */
export function connectionWords(failure: ConnectionFailure, host: string): string {
  if (failure.code === 'wrong-password') return text.connection.wrongPassword;
  return text.connection.failed(text.connection.reasons[failure.code](host));
}

/** Which field of the sign-in form a failure concerns, and its words. `server` is what the person typed there. */
export function signInProblem(failure: Failure, address: string, server: string): FieldProblem {
  if (failure.code === 'invalid-address') return { field: 'address', words: failureWords(failure) };
  if (failure.code === 'invalid-server') return { field: 'server', words: failureWords(failure) };
  if (failure.code !== 'connection') return { field: 'form', words: failureWords(failure) };
  return connectionProblem(failure.failure, address, server.trim());
}

function connectionProblem(
  { code, status }: ConnectionFailure,
  address: string,
  server: string,
): FieldProblem {
  const words = text.signInFailure;
  const host = server === '' ? address.slice(address.lastIndexOf('@') + 1).trim() : server;
  switch (code) {
    case 'wrong-password':
      return { field: 'password', words: words[code] };
    case 'unknown-host':
      return server === ''
        ? { field: 'address', words: words['unknown-host-of-address'](host) }
        : { field: 'server', words: words[code](host) };
    case 'connection-refused':
    case 'no-answer':
    case 'lost':
      return { field: 'server', words: words[code](host) };
    case 'tls':
      return { field: 'transport', words: words[code](host) };
    case 'unreachable':
      return { field: 'form', words: words[code] };
    case 'rejected':
      if (status === 403) return { field: 'address', words: words['not-allowed'] };
      if (status === 404) return { field: 'address', words: words['not-known'] };
      return { field: 'form', words: words.rejected(status) };
  }
}
