/** `notifications.quietUntil` when it holds until somebody turns it off: it never passes by itself. */
export const untilTurnedOff = Number.MAX_SAFE_INTEGER;

/** The hour of the morning at which "until tomorrow" ends. */
const morning = 8;

export const isQuiet = (quietUntil: number, now: number): boolean => quietUntil > now;

export const quietForAnHour = (now: number): number => now + 3_600_000;

/** Eight in the morning of the next day, local time, whatever the clocks do in the night. */
export function quietUntilTomorrow(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning).getTime();
}
