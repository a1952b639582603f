import { counted } from './counted.ts';

/** What one does with a message. */
export const message = {
  message: {
    menu: 'Message',
    reply: 'Reply',
    forward: 'Forward…',
    copyText: 'Copy text',
    copySelection: 'Copy selected text',
    copyLink: 'Copy link',
    copyCode: 'Copy code',
    copied: 'Copied',
    select: 'Select messages',
    deleteForMe: 'Delete for me…',
    tryAgain: 'Try again',
    editAgain: 'Edit and send again',
    proof: 'Proof of delivery',
    more: 'More actions',
    inReplyTo: (who: string): string => `In reply to ${who}`,
    quoteGone: 'The message is not here any more.',
    showAll: 'Show all',
    sentArrived: (sent: string, arrived: string): string => `Sent ${sent}, arrived ${arrived}`,
    control: (code: string): string => `Invisible sign ${code}`,
    copyLine: (name: string, time: string, text: string): string => `${name}, ${time}: ${text}`,
    selection: 'Selected messages',
    selected: (count: number): string => counted(count, 'message selected', 'messages selected'),
    selectOne: (who: string): string => `Select the message of ${who}`,
    copy: 'Copy',
    stopSelecting: 'Stop selecting',
    forwardTitle: (count: number): string =>
      count === 1 ? 'Forward the message' : `Forward ${counted(count, 'message', 'messages')}`,
    forwardLead: 'The text is sent as a message of yours.',
    forwardTo: 'Name or address',
    forwardFound: 'Whom it can go to',
    forwardNobody: 'No conversation has this name. A whole address does, too: anna@example.com.',
    forwardAddress: (address: string): string => `Send to ${address}`,
    deleteTitle: (count: number): string =>
      count === 1 ? 'Delete the message?' : `Delete ${counted(count, 'message', 'messages')}?`,
    deleteLead: 'It goes on this computer only. The other side keeps what it has, and this cannot be undone.',
    deleteSubmit: 'Delete for me',
    failed: (words: string, text: string): string => `${words} ${text}`,
  },
};
