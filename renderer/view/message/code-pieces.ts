/** A piece of code: as it is, or a sign that would change the order of what is seen, by its name (U+202E). */
export interface CodePiece {
  readonly text: string;
  readonly control: string | null;
}

const controls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Code is read by its letters: what reorders them (CVE-2021-42574) is shown, not obeyed. */
export function codePieces(code: string): readonly CodePiece[] {
  if (!controls.test(code)) return [{ text: code, control: null }];
  return code
    .split(/([\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069])/u)
    .filter((each) => each !== '')
    .map((each) => ({
      text: each,
      control: controls.test(each)
        ? `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
        : null,
    }));
}
