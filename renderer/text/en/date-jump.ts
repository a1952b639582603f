export const dateJump = {
  dateJump: {
    open: 'Go to a date',
    title: 'Go to a date',
    lead: 'Type a day or choose one. Its first message is shown, or the nearest.',
    day: 'Day',
    go: 'Go',
    calendar: 'Calendar',
    monthBefore: 'The month before',
    monthAfter: 'The month after',
    incomplete: 'Type day, month and year, or choose a day below.',
    future: 'This day is still to come. Choose today or a day before it.',
    nearest: (asked: string, shown: string): string =>
      `Nothing was written on ${asked}. This is the nearest: ${shown}.`,
  },
};
