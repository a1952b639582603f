import { formatNumber } from '../locale.ts';

export const conversations = {
  conversations: {
    title: 'Conversations',
    start: 'New conversation',
    unread: (count: number): string => `${formatNumber(count)} unread`,
    typing: 'Typing…',
    draft: 'Draft:',
    notSent: 'Not sent',
    nothingYet: 'No messages yet',
    empty: 'No conversations yet',
    emptyHelp: 'Everybody with a SIP address can be written to. Start with the pencil above.',
    you: 'You:',
  },
  start: {
    title: 'New conversation',
    lead: 'Whom do you want to write to?',
    address: 'Address',
    hint: 'bob@example.com',
    help: (host: string): string => `For somebody at ${host}, the name before the @ is enough.`,
    submit: 'Start',
  },
  nothingOpen: {
    title: 'Pick a conversation',
    start: 'Start one with',
    move: 'Move between them with',
    find: 'Find anything with',
    firstTitle: 'Write to somebody',
    firstText:
      'All you need is an address, such as bob@example.com. What you write stays here, on this computer.',
    firstButton: 'Start a conversation',
  },
};
