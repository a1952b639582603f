/** RFC 3339, 5.6, with a blank or small letters where peers write them. */
const dateTimePattern =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:?\d\d)$/;

/** @param at milliseconds since 1970; written to the second, in UTC, as CPIM and IMDN documents have it */
export const formatDateTime = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Milliseconds since 1970; null when the text is no date and time of RFC 3339. */
export function parseDateTime(text: string): number | null {
  const parts = dateTimePattern.exec(text.trim());
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const offset = /^[Zz]$/.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const at = Date.parse(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:` +
      // A leap second counts as the one before it.
      `${second === '60' ? '59' : String(second)}.${milliseconds}${offset}`,
  );
  return Number.isNaN(at) ? null : at;
}

/** RFC 3261, 20.17: `Sat, 13 Nov 2010 23:29:00 GMT`. @param at milliseconds since 1970, written to the second */
export const formatSipDate = (at: number): string => new Date(at).toUTCString();

const sipDatePattern = /^(?:[A-Za-z]{3},\s*)?(\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d\d:\d\d:\d\d)\s+(?:GMT|UTC)$/;

/** Milliseconds since 1970; null when the text is no date of SIP, which knows GMT only. */
export function parseSipDate(text: string): number | null {
  const date = sipDatePattern.exec(text.trim())?.[1];
  const at = date === undefined ? Number.NaN : Date.parse(`${date} GMT`);
  return Number.isNaN(at) ? null : at;
}
