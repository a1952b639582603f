import type { DesktopWords } from './en.ts';
import { pluralsOf } from './plurals.ts';

const counted = pluralsOf('de');

export const de: DesktopWords = {
  product: 'Parley',
  newMessages: (count) => counted(count, { one: 'Neue Nachricht', other: '# neue Nachrichten' }),
  several: (name, count) => `${name} (${counted(count, { other: '#' })})`,
  replyTo: (name) => `Antwort an ${name}`,
  unread: (count) => counted(count, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' }),
  tray: {
    open: 'Parley öffnen',
    quiet: 'Nicht stören',
    quietHour: 'Eine Stunde lang',
    quietTomorrow: 'Bis morgen',
    quietUntilOff: 'Bis zum Ausschalten',
    quietOff: 'Ausschalten',
    quit: 'Parley beenden',
    staysTitle: 'Parley läuft weiter',
    staysBody:
      'Nachrichten kommen weiterhin an. Über das Symbol im Infobereich lässt sich Parley öffnen oder beenden.',
  },
  menu: {
    about: 'Über Parley',
    services: 'Dienste',
    hide: 'Parley ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    file: 'Ablage',
    closeWindow: 'Fenster schließen',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    pastePlain: 'Als reinen Text einfügen',
    selectAll: 'Alles auswählen',
    copyLink: 'Link kopieren',
    view: 'Darstellung',
    larger: 'Größerer Text',
    smaller: 'Kleinerer Text',
    usual: 'Übliche Textgröße',
    fullScreen: 'Vollbild',
    window: 'Fenster',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
    learnSpelling: 'Zum Wörterbuch hinzufügen',
  },
};
