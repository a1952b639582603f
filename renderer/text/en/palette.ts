import { counted } from './counted.ts';

export const palette = {
  palette: {
    label: 'Find or do',
    hint: 'A conversation, an address, a message, a setting, an action',
    results: 'What fits',
    groups: {
      conversations: 'Conversations',
      actions: 'Actions',
      settings: 'Settings',
      messages: 'Messages',
      somebodyNew: 'Somebody new',
    },
    newWith: (address: string): string => `New conversation with ${address}`,
    allMessages: 'Show all messages found',
    found: (count: number): string => counted(count, 'result', 'results'),
    nothing: 'Nothing fits',
    nothingHelp: 'Fewer words, or a part of one, find more. An address begins a conversation.',
    searching: 'Searching the messages…',
    failed: 'The messages could not be searched.',
    choose: 'choose',
    open: 'open',
    onlyActions: 'actions only',
    closes: 'close',
  },
};
