import type { storage as English } from '../en/storage.ts';
import { formatList, formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

const messages = (count: number): string => counted(count, 'Nachricht', 'Nachrichten');

export const storage: typeof English = {
  storeProblems: {
    'wrong-key': {
      title: 'Die Nachrichten lassen sich nicht entsperren',
      todo: 'Ihr Schlüssel im Geheimnisspeicher (Schlüsselbund) dieses Computers hat sich geändert oder ist gesperrt. Ihn mit dem Passwort entsperren, das bei der letzten Nutzung von Parley galt, und es noch einmal versuchen. Die Nachrichten sind noch da.',
    },
    newer: {
      title: 'Die Nachrichten stammen von einem neueren Parley',
      todo: 'Die neueste Version von Parley installieren und neu starten. Es wurde nichts verändert.',
    },
    damaged: {
      title: 'Die Datei mit den Nachrichten ist beschädigt',
      todo: 'Parley kann sie reparieren: Es nimmt, was die Datei noch hergibt, und den Rest aus der neuesten guten Sicherung. Die beschädigte Datei wird aufgehoben.',
    },
    'no-runtime': {
      title: 'Parley kann seinen Nachrichtenspeicher nicht öffnen',
      todo: 'Ein Teil von Parley fehlt auf diesem Computer. Parley neu installieren; die Nachrichten bleiben, wo sie sind.',
    },
    'no-access': {
      title: 'Parley darf seinen Ordner nicht benutzen',
      todo: 'Dem Benutzerkonto erlauben, den Ordner mit Parleys Daten zu lesen und zu beschreiben, und es noch einmal versuchen. Es ist nichts verloren.',
    },
    full: {
      title: 'Der Datenträger ist voll',
      todo: 'Platz auf dem Datenträger schaffen und es noch einmal versuchen. Es ist nichts verloren.',
    },
    crashed: {
      title: 'Der Nachrichtenspeicher ist stehen geblieben',
      todo: 'Noch einmal versuchen. Geschieht es wieder, die Worte unten an die Administration schicken.',
    },
  },
  storage: {
    retry: 'Noch einmal versuchen',
    quit: 'Parley beenden',
    repair: 'Reparieren',
    showFiles: 'Dateien anzeigen',
    backupOf: (when) => `Die neueste Sicherung ist von ${when}.`,
    noBackup: 'Es gibt noch keine Sicherung. Was die Datei noch hergibt, bleibt erhalten.',
    repairing: 'Die Nachrichten werden repariert',
    repairingHelp: 'Das kann einige Minuten dauern. Endet Parley währenddessen, ist alles wie zuvor.',
    stages: {
      checking: 'Sicherungen werden angesehen',
      reading: 'Die beschädigte Datei wird gelesen',
      filling: 'Lücken werden aus der Sicherung gefüllt',
      finishing: 'Alles wird zusammengesetzt und geprüft',
    },
    repaired: 'Die Nachrichten sind repariert',
    repairedLead: (count) => `${messages(count)} ${count === 1 ? 'ist' : 'sind'} da.`,
    fromBackup: (count, when) =>
      `${messages(count)} davon ${count === 1 ? 'kommt' : 'kommen'} aus der Sicherung von ${when}.`,
    nothingMissing: 'Es fehlt nichts.',
    missing: (count) =>
      `Höchstens ${messages(count)} ${count === 1 ? 'war' : 'waren'} nicht wiederherzustellen.`,
    missingUnknown: (when) =>
      when === null
        ? 'Wie viel fehlt, lässt sich nicht sagen.'
        : `Was nach der Sicherung von ${when} geschrieben oder empfangen wurde, fehlt.`,
    keptAt: 'Die beschädigte Datei wurde aufgehoben',
    understood: 'Weiter',
    foundTitle: 'Ein Teil der Nachrichten ist beschädigt',
    foundHelp:
      'Alles andere geht. Bald reparieren: Parley schließt dafür kurz die Unterhaltungen und macht bis dahin keine Sicherungen.',
    anew: 'Mit leerem Verlauf beginnen …',
    anewTitle: 'Mit leerem Verlauf beginnen?',
    anewLead:
      'Es wird nichts gelöscht: Die Nachrichten, ihre Schlüssel und Sicherungen kommen in einen eigenen Ordner daneben und lassen sich zurücklegen.',
    anewConfirm: 'Beiseitelegen und neu beginnen',
    recoverTitle: 'Mit dem Wiederherstellungsschlüssel öffnen',
    recoverLabel: 'Wiederherstellungsschlüssel',
    recoverHelp: 'Acht Gruppen aus fünf Zeichen. Groß oder klein und Bindestriche sind gleich.',
    recover: 'Nachrichten öffnen',
    noRecoveryKey: 'Für diese Nachrichten gibt es keinen Wiederherstellungsschlüssel.',
    tooShort: (missing) =>
      `Es ${missing === 1 ? 'fehlt' : 'fehlen'} ${counted(missing, 'Zeichen', 'Zeichen')}.`,
    tooLong: (extra) => `${counted(extra, 'Zeichen', 'Zeichen')} zu viel.`,
    mistakes: (groups) =>
      groups.length === 1
        ? `In Gruppe ${formatList(groups.map(formatNumber))} ist ein Fehler.`
        : `In den Gruppen ${formatList(groups.map(formatNumber))} sind Fehler.`,
    recoveryProblems: {
      mistyped: 'Das ist kein Wiederherstellungsschlüssel. Mit dem aufgehobenen vergleichen.',
      wrong: 'Dieser Wiederherstellungsschlüssel gehört zu anderen Nachrichten. Es wurde nichts verändert.',
      none: 'Für diese Nachrichten gibt es keinen Wiederherstellungsschlüssel.',
      'not-saved':
        'Der Wiederherstellungsschlüssel ließ sich dort nicht schreiben. Einen anderen Ordner wählen.',
    },
    offerTitle: 'Wiederherstellungsschlüssel aufheben',
    offerHelp: 'Er öffnet die Nachrichten, falls der Schlüsselbund dieses Computers je zurückgesetzt wird.',
    make: 'Erstellen …',
    later: 'Nicht jetzt',
    keyTitle: 'Der Wiederherstellungsschlüssel',
    keyLead:
      'Er öffnet die Nachrichten, wenn der Geheimnisspeicher dieses Computers es nicht tut. Er ist nur jetzt zu sehen: So aufheben, dass andere ihn nicht lesen, und nicht nur auf diesem Computer.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    notCopied: 'Nicht kopiert',
    save: 'Als Datei sichern …',
    saved: 'Gesichert',
    print: 'Drucken …',
    confirmLabel: 'Zur Sicherheit die letzte Gruppe eingeben',
    confirmWrong: 'Das ist nicht die letzte Gruppe des Schlüssels oben.',
    confirm: 'Ich habe ihn aufgehoben',
    settingsTitle: 'Wiederherstellungsschlüssel',
    settingsKept: 'Es gibt einen Wiederherstellungsschlüssel. Ein neuer macht den alten wertlos.',
    settingsNone:
      'Es gibt keinen Wiederherstellungsschlüssel. Wird der Schlüsselbund zurückgesetzt, bleiben die Nachrichten verschlossen.',
    makeAnew: 'Neuen erstellen …',
    backupsTitle: 'Sicherungen',
    backupsHelp:
      'Einmal am Tag kopiert Parley die Nachrichten verschlüsselt in den Ordner „backups“ seiner Daten. Die letzten drei Kopien bleiben.',
    backupNone: 'Es gibt noch keine Sicherung; die erste kommt eine Minute nach dem Start.',
    backupProblems: {
      full: 'Eine neuere gibt es nicht: Der Datenträger ist voll.',
      failed: 'Eine neuere gibt es nicht: Der letzte Versuch ist gescheitert. Er wird von selbst wiederholt.',
    },
  },
};
