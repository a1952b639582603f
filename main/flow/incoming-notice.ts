import { parseContentType } from '../payload/content-type.ts';
import { isComposingType, readIsComposing } from '../payload/is-composing.ts';
import {
  keyboardActivityType,
  readKeyboardActivity,
  type KeyboardActivity,
} from '../payload/keyboard-activity.ts';
import { msImdnType, readMsImdn, type MsImdn } from '../payload/ms-imdn.ts';
import { remoteComposingExpiry } from './composing.ts';
import { unsupportedMediaType } from './incoming-content.ts';
import type { IncomingRequest } from './ports.ts';

/** What an INFO, NOTIFY or BENOTIFY in the dialog tells. */
export type IncomingNotice =
  | { readonly kind: 'composing'; readonly activity: KeyboardActivity; readonly expiry: number }
  | { readonly kind: 'deliveryNotification'; readonly notification: MsImdn };

/** Answers a request that is no MESSAGE. Returns what it tells; null when that is nothing. */
export function takeNotice(request: IncomingRequest): IncomingNotice | null {
  const { method, body } = request;
  const type = body === null ? null : parseContentType(body.contentType);
  const charset = type?.parameters.get('charset');
  if (!['INFO', 'NOTIFY', 'BENOTIFY'].includes(method)) {
    request.respond(405, 'Method Not Allowed');
    return null;
  }
  if (body !== null && type?.type === msImdnType) {
    // Servers lose the Event, and pidgin-sipe takes a notification in whichever request it comes.
    const notification = readMsImdn(body.content, charset);
    if (notification === null) request.respond(400, 'Unreadable Notification');
    else request.respond(200, 'OK');
    return notification === null ? null : { kind: 'deliveryNotification', notification };
  }
  if (method !== 'INFO') {
    request.respond(489, 'Bad Event');
    return null;
  }
  if (body !== null && type?.type === keyboardActivityType) {
    // What it may tell beside typing is nothing to refuse it for.
    request.respond(200, 'OK');
    const activity = readKeyboardActivity(body.content);
    return activity === null ? null : { kind: 'composing', activity, expiry: remoteComposingExpiry };
  }
  if (body !== null && type?.type === isComposingType) {
    request.respond(200, 'OK');
    const composing = readIsComposing(body.content, charset);
    if (composing === null) return null;
    const activity = composing.state === 'active' ? 'type' : 'idle';
    return { kind: 'composing', activity, expiry: composing.refresh * 1_000 };
  }
  request.respond(...unsupportedMediaType, [['Accept', `${keyboardActivityType}, ${isComposingType}`]]);
  return null;
}
