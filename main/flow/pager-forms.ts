import { parseContentType } from '../payload/content-type.ts';
import { cpimType, writeCpim } from '../payload/cpim.ts';
import { formatDateTime } from '../payload/date-time.ts';
import { htmlToText } from '../payload/html-to-text.ts';
import { imdnExtension } from '../payload/imdn-request.ts';
import { replyExtension } from '../payload/reply-reference.ts';
import { bestAlternative, readMultipart } from '../payload/mime-multipart.ts';
import { decodeText, encodeText, plainTextType } from '../payload/text.ts';
import { allWishes, dispositionHeader } from './dispositions.ts';
import type { Carried, Extra, PeerCapabilities } from './peer-capabilities.ts';
import type { HeaderField, Participant, SipBody } from './ports.ts';

/** One way to write a message. */
export interface PagerForm {
  /** Different for each way. */
  readonly name: string;
  readonly body: SipBody;
  readonly headers: readonly HeaderField[];
  /** What may be refused of it, the outermost first. */
  readonly carried: readonly Carried[];
}

export interface PagerMessage {
  readonly body: SipBody;
  /** Null: nothing can be reported of it. */
  readonly messageId: string | null;
  /** The id of the message that it answers. */
  readonly replyTo: string | null;
  readonly from: Participant;
  readonly to: Participant;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Dress {
  readonly name: 'text' | 'html' | 'multipart' | 'other';
  readonly body: SipBody;
}

/** The media types that become plain text for a peer that does not take them. */
const reducible: Readonly<Record<string, 'html' | 'multipart'>> = {
  'text/html': 'html',
  'multipart/alternative': 'multipart',
};

/** Whether a message of this type reaches every peer, be it as plain text. */
export const canBeReduced = (mediaType: string): boolean =>
  mediaType === 'text/plain' || mediaType in reducible;

/** The ways to write a message to a peer, as far as it is not known to refuse them; the best first. */
export function formsOf(message: PagerMessage, capabilities: PeerCapabilities): PagerForm[] {
  return dressesOf(message.body)
    .filter(({ name }) => name === 'text' || name === 'other' || capabilities[name] !== 'no')
    .flatMap((dress) => {
      const { messageId } = message;
      const bare = bareForm(dress, messageId);
      const known = dress.name === 'text' || (dress.name !== 'other' && capabilities[dress.name] === 'yes');
      // Of two doubts at once an answer would not say which one it is about.
      return messageId !== null && capabilities.cpim === 'yes' && known
        ? [wrappedForm(dress, message, messageId), bare]
        : [bare];
    });
}

/** The message's content and what it may be reduced to. */
function dressesOf(body: SipBody): Dress[] {
  const contentType = parseContentType(body.contentType);
  const name = contentType === null ? undefined : reducible[contentType.type];
  if (contentType === null || name === undefined) {
    return [{ name: contentType?.type === 'text/plain' ? 'text' : 'other', body }];
  }
  const text = ((): string | null => {
    if (name === 'html') return htmlToText(decodeText(body.content, contentType));
    const whole = readMultipart(body.content, contentType);
    const plain = whole === null ? null : bestAlternative(whole, ['text/plain']);
    if (plain !== null) return decodeText(plain.body, plain.contentType);
    const html = whole === null ? null : bestAlternative(whole, ['text/html']);
    return html === null ? null : htmlToText(decodeText(html.body, html.contentType));
  })();
  const dress: Dress = { name, body };
  if (text === null || text.trim() === '') return [dress];
  return [dress, { name: 'text', body: { contentType: plainTextType, content: encodeText(text) } }];
}

const extraOf = ({ name }: Dress): Extra[] => (name === 'html' || name === 'multipart' ? [name] : []);

function bareForm(dress: Dress, messageId: string | null): PagerForm {
  const extra = extraOf(dress);
  return {
    name: dress.name,
    body: dress.body,
    headers: messageId === null ? [] : [[dispositionHeader, allWishes.join(', ')]],
    carried: extra.length > 0 ? extra : ['text'],
  };
}

function wrappedForm(dress: Dress, message: PagerMessage, messageId: string): PagerForm {
  const { from, to, at, replyTo } = message;
  return {
    name: `cpim ${dress.name}`,
    body: {
      contentType: cpimType,
      content: writeCpim({
        from: { displayName: from.displayName, uri: from.address },
        to: [{ displayName: to.displayName, uri: to.address }],
        dateTime: formatDateTime(at),
        extensions: [
          imdnExtension(messageId, allWishes),
          ...(replyTo === null ? [] : [replyExtension(replyTo)]),
        ],
        contentType: dress.body.contentType,
        content: dress.body.content,
      }),
    },
    headers: [],
    carried: ['cpim', ...extraOf(dress)],
  };
}
