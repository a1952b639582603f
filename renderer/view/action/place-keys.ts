import { keyNames } from '../../text/keys.ts';
import { text } from '../../text/text.ts';
import { formatKeys, formats } from '../main/composer-keys.ts';

interface PlaceKey {
  readonly name: string;
  /** Each of them does it. */
  readonly keys: readonly (readonly string[])[];
}

/** The keys of the composer and of the timeline, which are keys only there: no actions of the whole window. */
export function placeKeys(
  sendWith: 'enter' | 'ctrl-enter',
): readonly { readonly title: string; readonly keys: readonly PlaceKey[] }[] {
  const words = text.placeKeys;
  const enter = keyNames('Enter');
  const sends = keyNames('Mod+Enter');
  const breaks = keyNames('Shift+Enter');
  const bySetting = sendWith === 'enter';
  return [
    {
      title: words.writing,
      keys: [
        { name: words.send, keys: bySetting ? [enter, sends] : [sends] },
        { name: words.newLine, keys: bySetting ? [breaks] : [enter, breaks] },
        ...formats.map((format) => ({ name: text.composer.formats[format], keys: [formatKeys(format)] })),
        { name: words.shortcode, keys: [[':smile:']] },
        { name: words.lastUnsent, keys: [keyNames('ArrowUp')] },
      ],
    },
    {
      title: words.timeline,
      keys: [
        { name: words.walk, keys: [keyNames('ArrowUp'), keyNames('ArrowDown')] },
        { name: words.menu, keys: [enter] },
        { name: words.choose, keys: [[text.keys.space]] },
        { name: words.remove, keys: [keyNames('Delete')] },
        { name: words.newest, keys: [keyNames('End')] },
      ],
    },
  ];
}
