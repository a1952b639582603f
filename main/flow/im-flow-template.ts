import { ArgumentOutOfRangeError } from './errors.ts';

/** ConsumedLocally: this application is the reader. ProxiedToRemoteEntity: it hands messages on and reports later. */
export const InstantMessageConsumptionMode = {
  ConsumedLocally: 'ConsumedLocally',
  ProxiedToRemoteEntity: 'ProxiedToRemoteEntity',
} as const;
export type InstantMessageConsumptionMode =
  (typeof InstantMessageConsumptionMode)[keyof typeof InstantMessageConsumptionMode];

/** What a flow can carry; the values are the media types, of which All stands for each. */
export const InstantMessagingFormat = {
  PlainText: 'text/plain',
  HtmlText: 'text/html',
  RichTextFormat: 'text/rtf',
  MimeAlternate: 'multipart/alternative',
  Gif: 'image/gif',
  Ink: 'application/x-ms-ink',
  All: '*/*',
} as const;
export type InstantMessagingFormat = (typeof InstantMessagingFormat)[keyof typeof InstantMessagingFormat];

/** Whether the application reads the toast of an incoming call as a message, so that the peer need not repeat it. */
export const CapabilitySupport = {
  Default: 'Default',
  Supported: 'Supported',
  UnSupported: 'UnSupported',
} as const;
export type CapabilitySupport = (typeof CapabilitySupport)[keyof typeof CapabilitySupport];

const knownFormats: readonly InstantMessagingFormat[] = Object.values(InstantMessagingFormat).filter(
  (format) => format !== InstantMessagingFormat.All,
);

/** @throws ArgumentOutOfRangeError */
function checkOneOf<T extends string>(member: string, value: T, known: Readonly<Record<string, T>>): T {
  if (Object.values(known).includes(value)) return value;
  const rule = `one of ${Object.values(known).join(', ')} is needed`;
  throw new ArgumentOutOfRangeError(`InstantMessagingFlowTemplate.${member}`, value, rule);
}

/** The settings of a flow. Copied when it is given to one, so that later changes do not reach that flow. */
export class InstantMessagingFlowTemplate {
  #composingTimeoutValue = 3;
  #supportedFormats: readonly InstantMessagingFormat[] = [InstantMessagingFormat.PlainText];
  #messageConsumptionMode: InstantMessageConsumptionMode = InstantMessageConsumptionMode.ConsumedLocally;
  #toastFormatSupport: CapabilitySupport = CapabilitySupport.Default;
  /**
   * A tentative answer (202) ends the send at once: the result carries the id that the peer gave the message, and the
   * outcome is raised as `deliveryNotificationReceived`.
   */
  waitingForDeliveryNotificationDisabled = false;

  /** @param other a template to copy, or the formats that are supported @throws ArgumentOutOfRangeError */
  constructor(other?: InstantMessagingFlowTemplate | readonly InstantMessagingFormat[]) {
    if (other instanceof InstantMessagingFlowTemplate) {
      this.#composingTimeoutValue = other.composingTimeoutValue;
      this.#supportedFormats = other.supportedFormats;
      this.#messageConsumptionMode = other.messageConsumptionMode;
      this.#toastFormatSupport = other.toastFormatSupport;
      this.waitingForDeliveryNotificationDisabled = other.waitingForDeliveryNotificationDisabled;
    } else if (other !== undefined) {
      this.supportedFormats = other;
    }
  }

  /** ConsumedLocally by default. In Proxied mode each message received must be reported on. */
  get messageConsumptionMode(): InstantMessageConsumptionMode {
    return this.#messageConsumptionMode;
  }

  set messageConsumptionMode(mode: InstantMessageConsumptionMode) {
    this.#messageConsumptionMode = checkOneOf('messageConsumptionMode', mode, InstantMessageConsumptionMode);
  }

  /**
   * Supported, which is what Default means: the toast of an invitation is raised as the first message while the call is
   * accepted. It needs a subscriber of `messageReceived` by then and ConsumedLocally; else the peer sends it as MESSAGE.
   */
  get toastFormatSupport(): CapabilitySupport {
    return this.#toastFormatSupport;
  }

  set toastFormatSupport(support: CapabilitySupport) {
    this.#toastFormatSupport = checkOneOf('toastFormatSupport', support, CapabilitySupport);
  }

  /** Whole seconds, 1 to 30: after this time without a keystroke the local composing state falls back to Idle. */
  get composingTimeoutValue(): number {
    return this.#composingTimeoutValue;
  }

  set composingTimeoutValue(seconds: number) {
    this.#composingTimeoutValue = checkComposingTimeout('InstantMessagingFlowTemplate', seconds);
  }

  /** What the application reads; plain text must be among it. Becomes the head of the SDP's accept-types, in this order. */
  get supportedFormats(): readonly InstantMessagingFormat[] {
    return this.#supportedFormats;
  }

  set supportedFormats(formats: readonly InstantMessagingFormat[]) {
    const member = 'InstantMessagingFlowTemplate.supportedFormats';
    if (formats.includes(InstantMessagingFormat.All)) {
      this.#supportedFormats = knownFormats;
      return;
    }
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
