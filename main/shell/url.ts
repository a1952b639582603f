/** The URL, or null where the text is none. (`URL.parse` is newer than the oldest runtime that Parley is developed on.) */
export const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);
