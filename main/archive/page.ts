import { displayAddress, type SipAddress } from '../../shared/model/address.ts';
import type { MessageId } from '../../shared/model/ids.ts';
import type { ArchivedConversation, ArchivedMessage } from '../store/archived.ts';
import { pageStyle, pageStyleSource } from './page-style.ts';
import type { PageWords } from './words.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Control characters that HTML does not allow, and the marks that turn the direction of what follows them. */
const unwelcome = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/gu;

/** Text as content or as a quoted attribute's value. */
export const escapeHtml = (text: string): string =>
  text
    .replace(unwelcome, '\ufffd')
    .replace(/\r\n?/g, '\n')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** A file's name as a relative address. */
const href = (path: string): string => escapeHtml(path.split('/').map(encodeURIComponent).join('/'));

export interface PageContext {
  readonly words: PageWords;
  /** IANA name. */
  readonly timeZone: string;
  readonly exportedAt: number;
  readonly version: string;
  readonly account: { readonly address: SipAddress; readonly displayName: string | null };
}

const nameOf = (displayName: string | null, address: SipAddress): string =>
  displayName === null || displayName.trim() === '' ? displayAddress(address) : displayName;

export const peerOf = ({ displayName, peer }: Pick<ArchivedConversation, 'displayName' | 'peer'>): string =>
  nameOf(displayName, peer);

/** Writes the pages of one export, piece by piece: nothing of them is kept. */
export class PageWriter {
  readonly #context: PageContext;
  readonly #day: Intl.DateTimeFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #whole: Intl.DateTimeFormat;

  constructor(context: PageContext) {
    this.#context = context;
    const { language } = context.words;
    const { timeZone } = context;
    this.#day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone });
    this.#time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone });
    this.#whole = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium', timeZone });
  }

  index(
    conversations: readonly { readonly peer: string; readonly path: string; readonly messages: number }[],
  ): string {
    const { words, account } = this.#context;
    const title = words.title(nameOf(account.displayName, account.address));
    const items = conversations.map(
      ({ peer, path, messages }) =>
        `<li><a href="${href(path)}"><bdi>${escapeHtml(peer)}</bdi><span>${escapeHtml(words.messages(messages))}</span></a></li>\n`,
    );
    return [
      this.#head(title, displayAddress(account.address)),
      `<nav aria-label="${escapeHtml(words.conversations)}"><ol>\n`,
      ...items,
      `</ol></nav>\n${this.#foot(null)}`,
    ].join('');
  }

  /** What comes before the first message. */
  begin(conversation: Pick<ArchivedConversation, 'displayName' | 'peer'>, messages: number): string {
    const { words } = this.#context;
    const about = `${displayAddress(conversation.peer)} · ${words.messages(messages)}`;
    const nothing = messages === 0 ? `<p class="soft">${escapeHtml(words.empty)}</p>\n` : '';
    return `${this.#head(words.conversation(peerOf(conversation)), about)}<main>\n${nothing}`;
  }

  /** A message, with the beginning of a day where it begins one (`before`: the message before it). */
  message(message: ArchivedMessage, before: ArchivedMessage | null): string {
    const day = this.#format(this.#day, message.at);
    const newDay = before === null || this.#format(this.#day, before.at) !== day;
    const opened = before === null ? '' : '</ol></section>\n';
    return `${newDay ? `${opened}<section><h2>${escapeHtml(day)}</h2><ol>\n` : ''}${this.#bubble(message)}`;
  }

  /** What comes after the last one. `index`: the address of the page that leads back. */
  end(any: boolean, index: string): string {
    return `${any ? '</ol></section>\n' : ''}</main>\n${this.#foot(index)}`;
  }

  #bubble(message: ArchivedMessage): string {
    const { words } = this.#context;
    const { direction, sender, text, at, sentAt, replyTo, id } = message;
    const own = direction === 'outgoing';
    const state = message.receipts[0]?.state ?? null;
    const who = own ? words.you : nameOf(sender.displayName, sender.address);
    const notes = [this.#format(this.#time, at)];
    if (sentAt !== null && Math.abs(sentAt - at) > 60_000)
      notes.push(words.written(this.#format(this.#whole, sentAt)));
    if (state !== null) notes.push(words.receipt[state]);
    const quote = replyTo === null ? '' : this.#quote(replyTo);
    return (
      `<li class="m${own ? ' o' : ''}${state === 'failed' ? ' failed' : ''}" id="m-${id}">` +
      `<p class="w" title="${escapeHtml(displayAddress(sender.address))}"><bdi>${escapeHtml(who)}</bdi></p>${quote}` +
      `<p class="t" dir="auto">${escapeHtml(text)}</p>` +
      `<p class="f">${this.#stamp(at, notes.join(' · '))}</p></li>\n`
    );
  }

  #quote(replyTo: MessageId): string {
    const { words } = this.#context;
    return `<p class="q"><a href="#m-${replyTo}">${escapeHtml(words.answer)}</a></p>`;
  }

  #stamp(at: number, words: string): string {
    const date = new Date(at);
    const machine = Number.isNaN(date.getTime()) ? '' : ` datetime="${date.toISOString()}"`;
    return `<time${machine}>${escapeHtml(words)}</time>`;
  }

  /** Times that no calendar knows are shown as the number that they are. */
  #format(format: Intl.DateTimeFormat, at: number): string {
    return Number.isNaN(new Date(at).getTime()) ? String(at) : format.format(at);
  }

  #head(title: string, about: string): string {
    const { language, direction } = this.#context.words;
    return (
      `<!doctype html>\n<html lang="${language}" dir="${direction}">\n<head>\n<meta charset="utf-8">\n` +
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${pageStyleSource}; base-uri 'none'; form-action 'none'">\n` +
      '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n' +
      `<title>${escapeHtml(title)}</title>\n<style>${pageStyle}</style>\n</head>\n<body>\n` +
      `<header><h1 dir="auto">${escapeHtml(title)}</h1><p class="soft"><bdi>${escapeHtml(about)}</bdi></p></header>\n`
    );
  }

  #foot(index: string | null): string {
    const { words, exportedAt, timeZone, version } = this.#context;
    const back =
      index === null ? '' : `<p class="back"><a href="${href(index)}">${escapeHtml(words.back)}</a></p>`;
    const made = words.made(this.#format(this.#whole, exportedAt), timeZone, version);
    return `<footer>${back}<p>${escapeHtml(made)} ${escapeHtml(words.check)}</p></footer>\n</body>\n</html>\n`;
  }
}
