import type { settings as English } from '../en/settings.ts';
import { counted } from './counted.ts';

export const settings: typeof English = {
  rail: { label: 'Bereiche', conversations: 'Unterhaltungen', settings: 'Einstellungen' },
  settings: {
    title: 'Einstellungen',
    pagesLabel: 'Seiten der Einstellungen',
    back: 'Zurück zu allen Einstellungen',
    backToSignIn: 'Zurück zur Anmeldung',
    pages: {
      account: 'Konto',
      appearance: 'Darstellung',
      notifications: 'Benachrichtigungen',
      privacy: 'Privatsphäre',
      messages: 'Nachrichten',
      shortcuts: 'Tastenkürzel',
      language: 'Sprache',
      advanced: 'Erweitert',
      about: 'Über Parley',
    },
    names: {
      'appearance.theme': { label: 'Farbschema', help: '' },
      'appearance.contrast': { label: 'Kontrast', help: 'Kräftigere Linien und deutlichere Schrift.' },
      'appearance.density': {
        label: 'Dichte',
        help: 'Kompakt zeigt mehr Unterhaltungen und Nachrichten auf einmal.',
      },
      'appearance.textSize': { label: 'Schriftgröße', help: '' },
      'appearance.motion': {
        label: 'Bewegung',
        help: 'Reduziert: Alles erscheint sofort, statt sich zu bewegen.',
      },
      'language.language': {
        label: 'Sprache von Parley',
        help: 'Wörter, Daten und Zahlen. Wirkt sofort.',
      },
      'language.spellCheck': {
        label: 'Rechtschreibung prüfen',
        help: 'Beim Schreiben. Nichts verlässt diesen Computer.',
      },
      'language.spellCheckLanguages': {
        label: 'Zu prüfende Sprachen',
        help: 'Ist keine gewählt, die des Computers.',
      },
      'shortcuts.singleKeys': {
        label: 'Kürzel aus einer einzigen Taste',
        help: 'Wie ?, das alle Tasten zeigt. Ausgeschaltet schreibt eine solche Taste nur.',
      },
      'writing.sendWith': {
        label: 'Senden mit',
        help: 'Umschalt+Eingabe beginnt immer eine neue Zeile.',
      },
      'notifications.show': {
        label: 'Benachrichtigungen anzeigen',
        help: 'Zu Nachrichten, die gerade nicht im Blick sind.',
      },
      'notifications.content': {
        label: 'Eine Benachrichtigung zeigt',
        help: 'Andere könnten den Bildschirm sehen.',
      },
      'notifications.hideWhenLocked': {
        label: 'Beides verbergen, während der Bildschirm gesperrt ist',
        help: 'Wer vorbeigeht, sieht nur, dass etwas da ist.',
      },
      'notifications.sound': { label: 'Ton abspielen', help: '' },
      'notifications.quietUntil': {
        label: 'Nicht stören',
        help: 'Keine Benachrichtigungen, kein Ton. Nachrichten kommen weiter an und werden gezählt.',
      },
      'privacy.readReceipts': {
        label: 'Anderen zeigen, was gelesen ist',
        help: 'Ihre Nachrichten bekommen dann die Häkchen für „gelesen“.',
      },
      'privacy.typing': { label: 'Anderen zeigen, dass gerade geschrieben wird', help: '' },
      'messages.retryHours': {
        label: 'Senden versuchen',
        help: 'Eine Nachricht, die nicht gesendet werden kann, wird so lange erneut versucht und dann als nicht gesendet gezeigt.',
      },
      'messages.retentionDays': {
        label: 'Nachrichten von diesem Computer löschen',
        help: 'Was andere empfangen haben, bleibt bei ihnen.',
      },
      'messages.legalHold': {
        label: 'Alles aufbewahren',
        help: 'Auf diesem Computer kann nichts gelöscht werden, weder von Hand noch nach Alter.',
      },
      'desktop.closeToTray': {
        label: 'Nach dem Schließen des Fensters weiterlaufen',
        help: 'Wo der Desktop ein Symbol im Infobereich zeigt.',
      },
      'desktop.startAtLogin': { label: 'Bei der Anmeldung starten', help: '' },
    },
    managedBy: (organisation) => `Verwaltet von ${organisation}`,
    managed: 'Von der Organisation verwaltet',
    notChanged: (reason) => `Nicht geändert. ${reason}`,
    resetPage: 'Diese Seite zurücksetzen',
    resetAll: 'Alle Einstellungen zurücksetzen',
    resetAllTitle: 'Alle Einstellungen zurücksetzen?',
    resetAllLead:
      'Jede Einstellung wird wieder zur Voreinstellung, auch wie lange Nachrichten behalten werden. Nachrichten und Konto bleiben.',
    resetAllButton: 'Zurücksetzen',
    resetDone: 'Auf die Vorgaben zurückgesetzt.',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    contrasts: { system: 'Wie das System', more: 'Hoch' },
    densities: { comfortable: 'Bequem', compact: 'Kompakt' },
    motions: { system: 'Wie das System', reduced: 'Reduziert' },
    textSize: (percent) => `${percent} %`,
    sendWith: { enter: 'Eingabe', 'ctrl-enter': 'Strg+Eingabe' },
    contents: { text: 'Absender und Text', sender: 'Nur den Absender', nothing: 'Nur, dass es etwas gibt' },
    hours: (count) => counted(count, 'Stunde', 'Stunden'),
    never: 'Nie',
    afterDays: (count) => `Nach ${counted(count, 'Tag', 'Tagen')}`,
    languageAsSystem: 'Wie das System',
    groups: {
      writing: 'Senden',
      keeping: 'Aufbewahren und Löschen',
      spelling: 'Rechtschreibung',
      background: 'Im Hintergrund',
    },
    spelling: {
      loading: 'Wörterbücher werden gesucht …',
      system: 'Das System prüft, in den Sprachen, die in seinen Einstellungen stehen.',
      none: 'Auf diesem Computer ist kein Wörterbuch, deshalb wird nichts geprüft.',
      more: 'Weitere Sprachen kommen mit Wörterbüchern für Hunspell, die das System als Pakete anbietet, etwa hunspell-de-de. Nach dem nächsten Start von Parley stehen sie hier.',
      missing: (language) => `${language} (kein Wörterbuch auf diesem Computer)`,
    },
    previews: 'Vorschau in Benachrichtigungen',
    quiet: {
      off: 'Aus',
      hour: 'Eine Stunde lang',
      hours: (count) => `${counted(count, 'Stunde', 'Stunden')} lang`,
      tomorrow: 'Bis morgen, 8 Uhr',
      always: 'Bis zum Ausschalten',
      until: (when) => `Bis ${when}`,
      on: 'Nicht stören',
      onUntil: (when) => `Nicht stören bis ${when}`,
      ended: '„Nicht stören“ ist aus',
      turnOff: 'Ausschalten',
    },
    links: {
      title: 'Links',
      asking: 'Das System wird gefragt …',
      all: 'Parley öffnet Links mit sip: und im:.',
      others: 'Links mit sip: oder im: öffnet ein anderes Programm, oder keines.',
      take: 'Mit Parley öffnen',
      refused:
        'Das System hat es nicht geändert. Parley in den Systemeinstellungen bei den Standardprogrammen wählen.',
    },
    advanced: {
      files: 'Dateien',
      data: 'Daten',
      logs: 'Protokoll',
      policy: 'Richtlinie',
      openData: 'Datenordner öffnen',
      openLogs: 'Protokollordner öffnen',
      logsHelp: 'Das Protokoll enthält keine Nachrichtentexte und keine Passwörter.',
    },
    about: {
      lead: 'Ein Messenger für alle, deren Unternehmen einen SIP-Server hat.',
      platform: 'Betriebssystem',
      security: 'Sicherheit',
      securityFacts: [
        'Die Nachrichten liegen in einer verschlüsselten Datenbank. Ihr Schlüssel und das Passwort sind im Geheimnisspeicher dieses Computers.',
        'Was andere schreiben, bleibt Text. Links öffnen sich nur durch einen Klick, im eigenen Browser.',
        'Unterwegs sind Nachrichten so vertraulich wie Server und Transport: Mit TLS und sicherem WebSocket können nur die Server sie lesen, mit TCP und WebSocket alle auf dem Weg.',
        'Parley meldet niemandem etwas über die Benutzung.',
      ],
      licences: 'Lizenzen',
      licencesLead:
        'Parley ist freie Software unter der MIT-Lizenz. Es baut auf der Arbeit anderer auf. Die Hinweise zu Chromium stehen im Programmordner in LICENSES.chromium.html.',
    },
    account: {
      address: 'Adresse',
      server: 'Server',
      transport: 'Transport',
      connection: 'Verbindung',
      signOutHelp:
        'Die Nachrichten bleiben verschlüsselt auf diesem Computer und sind nach der nächsten Anmeldung wieder da.',
    },
  },
};
