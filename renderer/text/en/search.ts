import { formatNumber } from '../locale.ts';
import { counted } from './counted.ts';

export const search = {
  search: {
    label: 'Search everything',
    clear: 'Clear the search',
    results: 'Search results',
    conversations: 'Conversations',
    messages: 'Messages',
    searching: 'Searching…',
    nothing: 'Nothing found',
    nothingHelp: 'Every word has to be in the message. Fewer words, or a part of one, find more.',
    operators: 'Narrow a search with',
    narrow: 'Narrow the search',
    filters: {
      'from:': 'From one sender',
      'in:': 'In one conversation',
      'after:': 'On a day or after it',
      'before:': 'Before a day',
      'has:link': 'With a link',
    },
    examples: [
      'from:anna',
      'in:dispatch',
      'after:2026-11-01',
      'before:2026-12-01',
      'has:link',
      '"two words"',
    ],
    found: (count: number, complete: boolean): string =>
      complete ? counted(count, 'message', 'messages') : `${formatNumber(count)}+ messages`,
    failed: 'The search did not work.',
    again: 'Search again',
    more: 'Search older messages',
    preparingLabel: 'Preparing the search',
    preparing: (percent: number): string =>
      `The search is still being prepared (${formatNumber(percent)} %). Until then it takes longer.`,
    you: 'You:',
    sender: (name: string): string => `${name}:`,
  },
};
