import { describe, expect, test } from 'vitest';
import { ArgumentOutOfRangeError } from '../../../main/flow/errors.ts';
import {
  CapabilitySupport,
  InstantMessageConsumptionMode,
  InstantMessagingFlowTemplate,
  InstantMessagingFormat,
} from '../../../main/flow/im-flow-template.ts';

describe('the template', () => {
  test('has the defaults of the original', () => {
    const template = new InstantMessagingFlowTemplate();
    expect(template.composingTimeoutValue).toBe(3);
    expect(template.messageConsumptionMode).toBe(InstantMessageConsumptionMode.ConsumedLocally);
    expect(template.toastFormatSupport).toBe(CapabilitySupport.Default);
    expect(template.waitingForDeliveryNotificationDisabled).toBe(false);
    expect(template.supportedFormats).toEqual(['text/plain']);
  });

  test.each([0, -1, 31, 2.5, NaN, Infinity])('a composing time-out of %s is refused', (seconds) => {
    const template = new InstantMessagingFlowTemplate();
    expect(() => {
      template.composingTimeoutValue = seconds;
    }).toThrow(ArgumentOutOfRangeError);
    expect(() => {
      template.composingTimeoutValue = seconds;
    }).toThrow(/composingTimeoutValue: whole seconds from 1 to 30 are allowed, not/);
    expect(template.composingTimeoutValue).toBe(3);
  });

  test.each([1, 30])('a composing time-out of %s is taken', (seconds) => {
    const template = new InstantMessagingFlowTemplate();
    template.composingTimeoutValue = seconds;
    expect(template.composingTimeoutValue).toBe(seconds);
  });

  test('a copy has a life of its own', () => {
    const template = new InstantMessagingFlowTemplate([
      InstantMessagingFormat.HtmlText,
      InstantMessagingFormat.PlainText,
      InstantMessagingFormat.PlainText,
    ]);
    template.composingTimeoutValue = 10;
    template.waitingForDeliveryNotificationDisabled = true;
    const copy = new InstantMessagingFlowTemplate(template);
    template.composingTimeoutValue = 20;
    template.supportedFormats = ['text/plain'];
    expect(copy.composingTimeoutValue).toBe(10);
    expect(copy.waitingForDeliveryNotificationDisabled).toBe(true);
    expect(copy.supportedFormats).toEqual(['text/html', 'text/plain']);
  });

  test('formats without plain text or unknown ones are refused', () => {
    expect(() => new InstantMessagingFlowTemplate([InstantMessagingFormat.HtmlText])).toThrow(
      /text\/plain must be among the formats/,
    );
    expect(() => new InstantMessagingFlowTemplate(['text/plain', 'a/b' as InstantMessagingFormat])).toThrow(
      /a known format is needed, not a\/b/,
    );
  });

  test('All stands for every format', () => {
    const template = new InstantMessagingFlowTemplate([InstantMessagingFormat.All]);
    expect(template.supportedFormats).toEqual([
      'text/plain',
      'text/html',
      'text/rtf',
      'multipart/alternative',
      'image/gif',
      'application/x-ms-ink',
    ]);
  });

  test('a mode or a support that there is not is refused, by its name', () => {
    const template = new InstantMessagingFlowTemplate();
    expect(() => {
      template.messageConsumptionMode = 'Proxied' as InstantMessageConsumptionMode;
    }).toThrow(
      /^InstantMessagingFlowTemplate\.messageConsumptionMode: one of ConsumedLocally, ProxiedToRemoteEntity .*Proxied$/,
    );
    expect(() => {
      template.toastFormatSupport = 'Yes' as CapabilitySupport;
    }).toThrow(/^InstantMessagingFlowTemplate\.toastFormatSupport: .*, not Yes$/);
    expect(template.messageConsumptionMode).toBe('ConsumedLocally');
    expect(template.toastFormatSupport).toBe('Default');
  });
});
