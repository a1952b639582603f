import { session } from 'electron';

/** Nobody listens there: whatever would be asked for comes to nothing, and nothing goes out. */
export const nowhere = 'http://127.0.0.1:9/';

/** Before the first window: the spelling checker asks for nothing until it is said where. */
export function forbidDictionaryDownloads(): void {
  session.defaultSession.setSpellCheckerDictionaryDownloadURL(nowhere);
  if (process.platform !== 'darwin') session.defaultSession.setSpellCheckerLanguages([]);
}
