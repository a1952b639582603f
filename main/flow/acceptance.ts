import type { Log } from '../log/log.ts';
import { FlowTerminatedError } from './errors.ts';
import type { FlowControl } from './flow-context.ts';
import { CapabilitySupport, type InstantMessagingFlowTemplate } from './im-flow-template.ts';
import { sessionTypes } from './incoming-content.ts';
import { answerOf, sessionOf, toastTag } from './invitation.ts';
import { featuresHeader, ownFeatures } from './peer-capabilities.ts';
import type { DialogHandlers, HeaderField, IncomingInvite, Signaling, SignalingDialog } from './ports.ts';
import type { ToastMessage } from './toast-message.ts';

/** Offers the toast to the application, where it reads toasts. Resolves with whether it has it. Never rejects. */
export async function offerToast(
  invite: IncomingInvite,
  toast: ToastMessage,
  control: FlowControl,
): Promise<boolean> {
  if (control.template.toastFormatSupport === CapabilitySupport.UnSupported) return false;
  const { from, callId } = invite;
  // It is the offer that may be encoded.
  const headers = invite.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding');
  return control.takeToast(toast, { from, callId, headers, body: null });
}

export interface AcceptOptions {
  readonly invite: IncomingInvite;
  readonly signaling: Signaling;
  readonly template: InstantMessagingFlowTemplate;
  /** The application has the toast: it need not come again. */
  readonly toastTaken: boolean;
  readonly handlers: DialogHandlers;
  readonly log: Log;
}

/** Answers an invitation with 200. Rejects with FlowTerminatedError when it is over by then. */
export async function acceptInvite(options: AcceptOptions): Promise<SignalingDialog> {
  const { invite, signaling, template, toastTaken, handlers, log } = options;
  const headers: HeaderField[] = [[featuresHeader, ownFeatures]];
  // A line of its own: pidgin-sipe does not find it in a list.
  if (toastTaken) headers.push(['Supported', toastTag]);
  const answer = answerOf(signaling, sessionTypes(template.supportedFormats), sessionOf(invite.body));
  try {
    return await invite.accept(answer, headers, handlers);
  } catch (error) {
    log.info({ error }, 'The peer did not acknowledge the call');
    throw new FlowTerminatedError('remote', true);
  }
}
