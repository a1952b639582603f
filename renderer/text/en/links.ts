export const links = {
  /** What to say of a `sip:` or `im:` link that leads nowhere. */
  links: {
    address: 'This link does not name an address that can be written to.',
    'own-address': 'This link leads to your own address.',
    'too-long': 'This link holds a text that is too long for a message.',
    failed: 'The conversation of this link could not be opened. Try the link again.',
  },
};
