/** One to three emoji and nothing else. The compiler does not know the flag yet that the pattern needs. */
const emojiAlone = new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v');
/** The longest emoji are families: a few code units for each head. */
const longest = 100;

/** Whether a text is so little and so clear that it is shown large. */
export const isBigEmoji = (text: string): boolean =>
  // The pattern takes long at its first use, and hardly a text comes that far: no emoji is ASCII, and none has letters.
  text.length <= longest && /[^\0-\x7f]/.test(text) && !/\p{L}/u.test(text) && emojiAlone.test(text.trim());
