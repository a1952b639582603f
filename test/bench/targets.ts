/** A figure and what it should be; exactly one bound. */
export type Target = { readonly name: string; readonly value: number } & (
  { readonly atLeast: number } | { readonly atMost: number }
);

export interface Judged {
  readonly name: string;
  readonly value: number;
  readonly met: boolean;
  /** For people: `✓ 1834 (at least 1200)`. */
  readonly words: string;
}

export function judge(target: Target): Judged {
  const { name, value } = target;
  const met = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  const inWords = (figure: number): string =>
    figure >= 100 || Number.isInteger(figure) ? String(Math.round(figure)) : figure.toFixed(2);
  const bound =
    'atLeast' in target ? `at least ${inWords(target.atLeast)}` : `at most ${inWords(target.atMost)}`;
  const shown = inWords(value);
  return { name, value, met, words: `${met ? '✓' : '✗ missed:'} ${shown} (${bound})` };
}
