import { SaxesParser } from 'saxes';
import { decodeText, encodeText } from './text.ts';

/** Lync's composing notification, in an INFO of type application/xml. `type`: the participant is writing. */
export type KeyboardActivity = 'type' | 'idle';

export const keyboardActivityType = 'application/xml';

const largestDocument = 16 * 1024;
const deepestElement = 16;

/** The bytes that Lync itself writes. */
export function writeKeyboardActivity(activity: KeyboardActivity): Uint8Array {
  return encodeText(
    `<?xml version="1.0"?><KeyboardActivity><status status="${activity}" /></KeyboardActivity>`,
  );
}

/**
 * The activity that a document tells; null when it is another document, broken, too large or too deep, has a DOCTYPE,
 * or names a status that is neither `type` nor `idle`. Never throws.
 */
export function readKeyboardActivity(body: Uint8Array): KeyboardActivity | null {
  if (body.length > largestDocument) return null;
  const parser = new SaxesParser();
  const path: string[] = [];
  const found: string[] = [];
  const refuse = (): never => {
    throw new RangeError('Not a document that is read here');
  };
  parser.on('error', refuse);
  // Entities are declared in a DOCTYPE and nowhere else; a peer has no use for one here.
  parser.on('doctype', refuse);
  parser.on('opentag', (tag) => {
    path.push(localName(tag.name));
    if (path.length > deepestElement) refuse();
    const status = tag.attributes['status'];
    if (path.join('/') === 'KeyboardActivity/status' && status !== undefined) found.push(status);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  try {
    parser.write(decodeText(body, { type: keyboardActivityType, parameters: new Map() })).close();
  } catch {
    return null;
  }
  const status = found[0]?.trim();
  return status === 'type' || status === 'idle' ? status : null;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
