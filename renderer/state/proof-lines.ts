import type { CommandOutput } from '../../shared/contract/commands.ts';
import { displayAddress } from '../../shared/model/address.ts';
import type { ProofEvent } from '../../shared/model/proof.ts';
import { dateOf, preciseTimeOf, startOfDay } from '../text/dates.ts';
import { text } from '../text/text.ts';

/** One line of a message's way. */
export interface ProofLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly words: string;
  /** Statuses and ids, as name and value. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** It did not go well. */
  readonly bad: boolean;
}

type Value = CommandOutput<'messageProof'>;
type Fact = ProofLine['facts'][number];

function fact(name: string, value: string | null): readonly Fact[] {
  return value === null || value === '' ? [] : [{ name, value }];
}

function answerFacts(event: Extract<ProofEvent, { kind: 'answer' }>): readonly Fact[] {
  const names = text.proof.facts;
  const request = [event.method, event.dialect === null ? null : text.proof.dialects[event.dialect]];
  return [
    ...fact(
      names.status,
      event.status === null ? null : `${String(event.status)} ${event.reason ?? ''}`.trim(),
    ),
    ...fact(names.trouble, event.trouble === null ? null : text.proof.troubles[event.trouble]),
    ...fact(names.request, request.filter((each) => each !== null).join(', ')),
    ...fact(names.callId, event.callId),
    ...fact(names.cseq, event.cseq),
    ...fact(names.server, event.server),
    ...fact(names.retryAfter, event.retryAfter === null ? null : text.proof.seconds(event.retryAfter)),
    ...fact(names.nextAt, event.nextAt === null ? null : preciseTimeOf(event.nextAt)),
  ];
}

function linesOf(event: ProofEvent): readonly ProofLine[] {
  const { at } = event;
  const words = text.proof;
  const line = (said: string, facts: readonly Fact[] = [], bad = false): readonly ProofLine[] => [
    { at, words: said, facts, bad },
  ];
  switch (event.kind) {
    case 'written':
      return line(words.written);
    case 'edited':
      return line(words.edited, fact(words.facts.id, event.of));
    case 'attempt':
      return line(words.attempt);
    case 'answer':
      return line(
        words.answers[event.then],
        answerFacts(event),
        event.then !== 'delivered' && event.then !== 'sent',
      );
    case 'report': {
      const status = event.status === null ? null : String(event.status);
      return line(
        words.reports[event.disposition],
        [...fact(words.facts.status, status), ...fact(words.facts.via, words.via[event.via])],
        event.disposition === 'failed',
      );
    }
    case 'answered':
      return line(words.answered, fact(words.facts.id, event.by));
    case 'retried':
      return line(words.retried);
    case 'expired':
      return line(words.expired, fact(words.facts.trouble, text.timeline.deliveryFailures[event.code]), true);
    case 'interrupted':
      return line(event.repeats ? words.repeated : words.interrupted, [], true);
    case 'arrived':
      return [
        ...line(words.arrived, [
          ...fact(words.facts.request, event.dialect === null ? null : words.dialects[event.dialect]),
          ...fact(words.facts.callId, event.callId),
          ...fact(words.facts.cseq, event.cseq),
          ...fact(words.facts.server, event.server),
        ]),
        { at: event.answeredAt, words: words.acknowledged, facts: [], bad: false },
      ];
    case 'shown':
      return line(words.shown);
    case 'told':
      return line(event.ok ? words.told : words.notTold, [], !event.ok);
  }
}

/** The message's way in the order of time; what happened in the same moment stays in the order in which it was noted. */
export function proofLines({ message, events }: Pick<Value, 'message' | 'events'>): readonly ProofLine[] {
  const stored = { at: message.at, words: text.proof.stored, facts: [], bad: false };
  const lines = events.flatMap(linesOf);
  // The key was pressed before, and what arrived did so before it was stored.
  const first = lines.findIndex(({ at }, index) => at > message.at || (at === message.at && index > 0));
  const all = first < 0 ? [...lines, stored] : lines.toSpliced(first, 0, stored);
  return all
    .map((line, index) => ({ line, index }))
    .sort((a, b) => a.line.at - b.line.at || a.index - b.index)
    .map(({ line }) => line);
}

/** Which message it is, and what is known of it now. */
export function proofFacts({ message, peer, remoteId }: Value): readonly Fact[] {
  const names = text.proof.facts;
  const mine = message.direction === 'outgoing';
  return [
    ...fact(mine ? names.to : names.from, displayAddress(mine ? peer : message.sender.address)),
    ...fact(names.state, message.receipt === null ? null : text.timeline.receipt[message.receipt.state]),
    ...fact(names.id, message.id),
    ...fact(names.remoteId, remoteId),
  ];
}

/** The whole as plain text, for a ticket or a letter. Times are local, to the millisecond, with the day. */
export function proofText(value: Value): string {
  const offset = new Intl.DateTimeFormat(undefined, { timeZoneName: 'longOffset' })
    .formatToParts(value.message.at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  let day = 0;
  const lines = proofLines(value).flatMap(({ at, words, facts }) => {
    const head = startOfDay(at) === day ? [] : ['', dateOf(at)];
    day = startOfDay(at);
    return [
      ...head,
      `${preciseTimeOf(at)}  ${words}`,
      ...facts.map((each) => `    ${each.name}: ${each.value}`),
    ];
  });
  return [
    text.proof.title,
    ...proofFacts(value).map(({ name, value: shown }) => `${name}: ${shown}`),
    `${text.proof.facts.text}: ${value.message.text}`,
    ...(offset === undefined ? [] : [`${text.proof.facts.zone}: ${offset}`]),
    ...(value.leftOut ? [text.proof.leftOut] : []),
    ...lines,
    '',
  ].join('\n');
}
