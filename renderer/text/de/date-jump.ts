import type { dateJump as English } from '../en/date-jump.ts';

export const dateJump: typeof English = {
  dateJump: {
    open: 'Zu einem Datum gehen',
    title: 'Zu einem Datum gehen',
    lead: 'Einen Tag eingeben oder wählen. Gezeigt wird seine erste Nachricht oder die nächstgelegene.',
    day: 'Tag',
    go: 'Los',
    calendar: 'Kalender',
    monthBefore: 'Monat davor',
    monthAfter: 'Monat danach',
    incomplete: 'Tag, Monat und Jahr eingeben oder unten einen Tag wählen.',
    future: 'Dieser Tag kommt erst noch. Bitte heute oder einen Tag davor wählen.',
    nearest: (asked, shown) => `Am ${asked} wurde nichts geschrieben. Das ist am nächsten: ${shown}.`,
  },
};
