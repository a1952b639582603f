export const composer = {
  composer: {
    label: 'Message',
    hint: (name: string): string => `Write to ${name}`,
    send: 'Send',
    notAccepted: 'This was not sent.',
    replyTo: (name: string): string => `Reply to ${name}`,
    noReply: 'Do not reply to this message',
  },
};
