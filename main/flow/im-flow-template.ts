import { ArgumentOutOfRangeError } from './errors.ts';

/** ConsumedLocally: this application is the reader. ProxiedToRemoteEntity: it hands messages on and reports later. */
export const InstantMessageConsumptionMode = {
  ConsumedLocally: 'ConsumedLocally',
  ProxiedToRemoteEntity: 'ProxiedToRemoteEntity',
} as const;
export type InstantMessageConsumptionMode =
  (typeof InstantMessageConsumptionMode)[keyof typeof InstantMessageConsumptionMode];

/** What a flow can carry; the values are the media types. */
export const InstantMessagingFormat = {
  PlainText: 'text/plain',
  HtmlText: 'text/html',
  RichTextFormat: 'text/rtf',
  MimeAlternate: 'multipart/alternative',
  Gif: 'image/gif',
  Ink: 'application/x-ms-ink',
} as const;
export type InstantMessagingFormat = (typeof InstantMessagingFormat)[keyof typeof InstantMessagingFormat];

/** Whether the application reads the toast of an incoming call, so that the peer need not repeat it. */
export const CapabilitySupport = {
  Default: 'Default',
  Supported: 'Supported',
  UnSupported: 'UnSupported',
} as const;
export type CapabilitySupport = (typeof CapabilitySupport)[keyof typeof CapabilitySupport];

const knownFormats: readonly string[] = Object.values(InstantMessagingFormat);

/** The settings of a flow. Copied when it is given to one, so that later changes do not reach that flow. */
export class InstantMessagingFlowTemplate {
  #composingTimeoutValue = 3;
  #supportedFormats: readonly InstantMessagingFormat[] = [InstantMessagingFormat.PlainText];
  messageConsumptionMode: InstantMessageConsumptionMode = InstantMessageConsumptionMode.ConsumedLocally;
  /** Default means UnSupported: the peer then sends the toast's text once more as a message. */
  toastFormatSupport: CapabilitySupport = CapabilitySupport.Default;
  /** A tentative answer (202) ends the send at once, and the result carries the id that the peer gave the message. */
  waitingForDeliveryNotificationDisabled = false;

  /** @param other a template to copy, or the formats that are supported */
  constructor(other?: InstantMessagingFlowTemplate | readonly InstantMessagingFormat[]) {
    if (other instanceof InstantMessagingFlowTemplate) {
      this.#composingTimeoutValue = other.composingTimeoutValue;
      this.#supportedFormats = other.supportedFormats;
      this.messageConsumptionMode = other.messageConsumptionMode;
      this.toastFormatSupport = other.toastFormatSupport;
      this.waitingForDeliveryNotificationDisabled = other.waitingForDeliveryNotificationDisabled;
    } else if (other !== undefined) {
      this.supportedFormats = other;
    }
  }

  /** Whole seconds, 1 to 30: after this time without a keystroke the local composing state falls back to Idle. */
  get composingTimeoutValue(): number {
    return this.#composingTimeoutValue;
  }

  set composingTimeoutValue(seconds: number) {
    this.#composingTimeoutValue = checkComposingTimeout('InstantMessagingFlowTemplate', seconds);
  }

  /** What the application reads; plain text must be among it. Becomes the SDP's accept-types, in this order. */
  get supportedFormats(): readonly InstantMessagingFormat[] {
    return this.#supportedFormats;
  }

  set supportedFormats(formats: readonly InstantMessagingFormat[]) {
    const member = 'InstantMessagingFlowTemplate.supportedFormats';
    const unknown = formats.find((format) => !knownFormats.includes(format));
    if (unknown !== undefined) throw new ArgumentOutOfRangeError(member, unknown, 'a known format is needed');
    if (!formats.includes(InstantMessagingFormat.PlainText)) {
      throw new ArgumentOutOfRangeError(member, formats, 'text/plain must be among the formats');
    }
    this.#supportedFormats = [...new Set(formats)];
  }
}

/** @returns the seconds that were given @throws ArgumentOutOfRangeError */
export function checkComposingTimeout(owner: string, seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 30) {
    throw new ArgumentOutOfRangeError(
      `${owner}.composingTimeoutValue`,
      seconds,
      'whole seconds from 1 to 30 are allowed',
    );
  }
  return seconds;
}
