import type { window as English } from '../en/window.ts';
import { formatNumber } from '../locale.ts';

export const window: typeof English = {
  direction: 'ltr',
  language: 'de',
  product: 'Parley',
  close: 'Schließen',
  back: 'Zurück zu den Unterhaltungen',
  cancel: 'Abbrechen',
  starting: 'Parley startet …',
  detail: 'Für die Administration',
  unavailable: 'Parley kann nicht starten',
  disconnected: {
    title: 'Dieses Fenster ist von Parley getrennt',
    todo: 'Es hat die Verbindung zum Rest von Parley verloren. Das Fenster schließen und Parley neu starten.',
  },
  failure: {
    invalidInput: 'Das hat Parley nicht verstanden. Bitte ändern und noch einmal versuchen.',
    notSignedIn: 'Niemand ist angemeldet. Anmelden und noch einmal versuchen.',
    ownAddress: 'Das ist die eigene Adresse. Die Adresse einer anderen Person eingeben.',
    unknownConversation: 'Diese Unterhaltung gibt es nicht mehr.',
    unknownMessage: 'Diese Nachricht gibt es nicht mehr.',
    beingSent: 'Diese Nachricht wird gerade gesendet. Gleich noch einmal versuchen.',
    alreadySent: 'Diese Nachricht ist schon hinausgegangen und lässt sich nicht mehr ändern.',
    blocked: 'Diese Adresse ist blockiert. Um ihr zu schreiben, muss die Blockierung aufgehoben werden.',
    legalHold: 'Die Organisation hat angeordnet, dass hier nichts gelöscht wird (gesetzliche Aufbewahrung).',
    tooLong: (longest) =>
      `Zu lang zum Senden: Eine Nachricht kann ${formatNumber(longest)} Zeichen haben. In Teilen senden.`,
    linkRefused: 'Dieser Link wurde nicht geöffnet: Nur Web- und E-Mail-Links werden geöffnet.',
    managedSetting: 'Diese Einstellung hat die Organisation festgelegt.',
    settingRefused: {
      'not-ours': (place) =>
        `${place} ist nicht von Parley. Dort entfernen, oder mit dem Programm, das es angelegt hat.`,
      'not-possible': (place) =>
        `${place} konnte nicht geändert werden. Prüfen, ob dort geschrieben werden darf.`,
    },
    internal: 'In Parley ist etwas schiefgegangen. Noch einmal versuchen; bleibt es so, Parley neu starten.',
  },
  dates: { today: 'Heute', yesterday: 'Gestern' },
};
