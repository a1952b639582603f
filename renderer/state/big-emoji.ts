/** The longest emoji are families: a few code units for each head. */
const longest = 100;

/**
 * One to three emoji and nothing else. To make the pattern takes 40 ms, and few texts come as far as that. The compiler
 * does not know the flag yet that it needs.
 */
let made: RegExp | null = null;
const emojiAlone = (): RegExp => (made ??= new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v'));

/**
 * Without the signs that ask for a picture where there is one anyway (U+FE0F): Unicode's own form has none there, and
 * some programs put them.
 */
export const withoutNeedlessSigns = (text: string): string =>
  text.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');

/** Whether a text is so little and so clear that it is shown large. */
export const isBigEmoji = (text: string): boolean =>
  // No emoji is ASCII, and none has letters but ℹ.
  text.length <= longest &&
  /[^\0-\x7f]/.test(text) &&
  !/(?!ℹ)\p{L}/u.test(text) &&
  emojiAlone().test(withoutNeedlessSigns(text.trim()));
