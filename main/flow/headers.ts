import { ArgumentOutOfRangeError } from './errors.ts';
import type { HeaderField } from './ports.ts';

/** Carries a message's id between two Parleys, so that a repetition is recognised. */
export const defaultMessageIdHeader = 'Parley-Message-ID';

/** Names the message that this one answers by the id that its sender gave it. The text begins with a quote then. */
export const replyToHeader = 'Parley-Reply-To';

/** The value of the first header line of that name; null when there is none. */
export function headerOf(headers: readonly HeaderField[], name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find(([each]) => each.toLowerCase() === wanted)?.[1].trim() ?? null;
}

/** Whether a header of option tags names the tag, in one line or in several. */
export function hasOptionTag(headers: readonly HeaderField[], name: string, tag: string): boolean {
  const wanted = name.toLowerCase();
  return headers.some(
    ([each, value]) =>
      each.toLowerCase() === wanted &&
      value.split(',').some((one) => one.trim().toLowerCase() === tag.toLowerCase()),
  );
}

/** What the other side calls its program: User-Agent in requests, Server in answers, either tolerated in both. */
export const userAgentOf = (headers: readonly HeaderField[]): string | null =>
  headerOf(headers, 'User-Agent') ?? headerOf(headers, 'Server');

const messageIdPattern = /^[A-Za-z0-9._@:~+-]{1,128}$/;

/** The sender's own id of a message; null when there is none that is fit to be one. */
export function messageIdOf(headers: readonly HeaderField[], name: string): string | null {
  const value = headerOf(headers, name);
  return value !== null && isMessageId(value) ? value : null;
}

/** Whether the id can stand in a header, and is read again there. */
export const isMessageId = (id: string): boolean => messageIdPattern.test(id);

/** @throws ArgumentOutOfRangeError when the id cannot stand in a header */
export function checkMessageId(id: string, option: 'messageId' | 'replyTo' = 'messageId'): string {
  if (!isMessageId(id)) {
    throw new ArgumentOutOfRangeError(
      `sendInstantMessage.${option}`,
      id,
      'up to 128 letters, digits and . _ @ : ~ + - are allowed',
    );
  }
  return id;
}

export const hasHeader = (headers: readonly HeaderField[], name: string): boolean =>
  headerOf(headers, name) !== null;

/** Items of a list header that are read; a peer may write more. */
const mostListItems = 100;

/** The items of a header that is a list, over all its lines, in lower case and without parameters. */
export function listOf(headers: readonly HeaderField[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers
    .filter(([each]) => each.toLowerCase() === wanted)
    .flatMap(([, value]) => value.split(',', mostListItems))
    .map((item) => item.replace(/;.*$/s, '').trim().toLowerCase())
    .filter((item) => item !== '')
    .slice(0, mostListItems);
}
