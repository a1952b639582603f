import type { archive as English } from '../en/archive.ts';
import { counted } from './counted.ts';

const messages = (count: number): string => counted(count, 'Nachricht', 'Nachrichten');

export const archive: typeof English = {
  archive: {
    title: 'Export und Import',
    exportAll: 'Alle Nachrichten exportieren …',
    exportConversation: 'Unterhaltung exportieren …',
    exportHelp:
      'Ein Ordner mit Seiten zum Lesen und mit Daten, die geprüft und importiert werden können. Er ist nicht verschlüsselt und sollte sicher verwahrt werden.',
    verify: 'Export prüfen …',
    verifyHelp: 'Zeigt, ob seit dem Export etwas geändert wurde.',
    import: 'Export importieren …',
    importHelp: 'Fügt Nachrichten, die hier noch fehlen, an ihrer Stelle ein. Gesendet wird nichts.',
    titles: {
      export: 'Nachrichten werden exportiert',
      verify: 'Export wird geprüft',
      import: 'Nachrichten werden importiert',
    },
    steps: { writing: 'Schreiben', checking: 'Prüfen', importing: 'Importieren' },
    messages,
    progress: (done, total) => `${done} von ${total} Nachrichten`,
    cancel: 'Abbrechen',
    show: 'Im Ordner zeigen',
    close: 'Schließen',
    exported: (count) => `${messages(count)} exportiert.`,
    seal: 'Siegel',
    sealHelp: 'Andernorts notiert, belegt es später, dass es noch derselbe Export ist.',
    intact: (count, address) => `Unversehrt: ${messages(count)} von ${address}.`,
    damaged: 'Dieser Export ist beschädigt.',
    damages: {
      missing: 'Eine Datei fehlt.',
      manifest: 'Das Verzeichnis der Dateien wurde geändert.',
      changed: 'Eine Datei wurde geändert.',
      line: 'Eine Zeile wurde geändert, hinzugefügt oder entfernt.',
      count: 'Es fehlen Zeilen, oder es sind zu viele.',
      extra:
        'Eine Datei liegt darin, die nicht dazugehört. Nehmen Sie sie heraus und versuchen Sie es noch einmal.',
    },
    damagedAt: (file, line) => `Zeile ${String(line)} von ${file}`,
    nothingImported: 'Er wurde nicht importiert.',
    imported: (added) => `${messages(added)} importiert.`,
    known: (count) => `${messages(count)} ${count === 1 ? 'war' : 'waren'} schon hier.`,
    cancelled: 'Abgebrochen.',
    exportCancelled: 'Abgebrochen. Es wurde nichts behalten.',
    importCancelled:
      'Abgebrochen. Was bis dahin importiert wurde, bleibt; derselbe Import setzt dort wieder an.',
    problems: {
      busy: 'Ein anderer Export, eine Prüfung oder ein Import läuft noch. Bitte das Ende abwarten.',
      'no-space':
        'Der Datenträger ist voll. Platz schaffen oder einen anderen wählen, dann erneut versuchen.',
      'no-access': 'Parley darf diesen Ordner nicht lesen oder beschreiben. Bitte einen anderen wählen.',
      'not-an-export':
        'Dieser Ordner ist kein Export von Parley oder einer, der nicht fertig wurde. Bitte den Ordner mit „manifest.json“ wählen.',
      newer:
        'Ein neueres Parley hat diesen Export gemacht. Die neueste Version installieren und erneut versuchen.',
      'other-account':
        'Dieser Export enthält die Nachrichten einer anderen Adresse. Hier einmal mit dieser Adresse anmelden, dann erneut versuchen.',
      store:
        'Der Nachrichtenspeicher ist währenddessen ausgefallen. Parley neu starten und erneut versuchen: Erledigtes muss nicht wiederholt werden.',
      internal:
        'In Parley ist etwas schiefgegangen. Bitte erneut versuchen; bleibt es dabei, Parley neu starten.',
    },
  },
};
