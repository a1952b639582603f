const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For desktops that read the text of a notification as markup: what a peer wrote stays text. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>]/g, (found) => escapes[found] ?? found);
