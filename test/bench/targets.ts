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
  const bound =
    'atLeast' in target ? `at least ${String(target.atLeast)}` : `at most ${String(target.atMost)}`;
  const shown = value >= 100 ? String(Math.round(value)) : value.toFixed(2);
  return { name, value, met, words: `${met ? '✓' : '✗ missed:'} ${shown} (${bound})` };
}
