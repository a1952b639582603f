import { longestText } from '../../shared/model/message.ts';
import { CommandError } from './failure-error.ts';

/** Throws CommandError for a text that cannot be sent. */
export function checkText(text: string): void {
  if (text.trim() === '') throw new CommandError({ code: 'invalid-input', detail: 'The text is empty.' });
  if (text.length > longestText) throw new CommandError({ code: 'text-too-long', longest: longestText });
}
