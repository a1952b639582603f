/** The system's secret store, as the shell offers it. */
export interface Secrets {
  /** `weak`: there is no secret store, what is wrapped is only obscured and guarded by file permissions. */
  readonly kind: 'system' | 'weak';
  /** Base64 of the wrapped text. */
  wrap(text: string): Promise<string>;
  /** Throws when it was wrapped by another user, computer or secret store. */
  unwrap(wrapped: string): Promise<string>;
}
