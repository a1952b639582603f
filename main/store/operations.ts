import { queuedReceipt } from '../../shared/model/receipt.ts';
import type { SqliteDatabase } from './driver.ts';
import { StoreRefusal } from './interface.ts';
import { parseArgs, type Args, type Method, type Value } from './protocol.ts';
import { accountQueries } from './queries/accounts.ts';
import { archiveQueries } from './queries/archive.ts';
import { conversationQueries } from './queries/conversations.ts';
import { draftQueries } from './queries/drafts.ts';
import { eventQueries } from './queries/events.ts';
import { deletionQueries } from './queries/deletion.ts';
import { historyQueries } from './queries/history.ts';
import { importQueries } from './queries/import.ts';
import { messageQueries } from './queries/messages.ts';
import { receiptQueries } from './queries/receipts.ts';
import { searchQueries } from './queries/search.ts';
import { unsentQueries } from './queries/unsent.ts';
import type { SearchIndex } from './search/search-index.ts';

/** The requests that go to the database: all but those about the process itself. */
type DataMethod = Exclude<Method, 'open' | 'close'>;
type Operation = (args: unknown) => unknown;

const checked =
  <M extends DataMethod>(method: M, handle: (args: Args<M>) => Value<M>): Operation =>
  (args) =>
    handle(parseArgs(method, args));

/** What the store does with each request, on an open database. Every operation checks its arguments first. */
export function createOperations(
  database: SqliteDatabase,
  index: SearchIndex,
): ReadonlyMap<string, Operation> {
  const accounts = accountQueries(database);
  const conversations = conversationQueries(database);
  const messages = messageQueries(database);
  const receipts = receiptQueries(database);
  const drafts = draftQueries(database);
  const events = eventQueries(database);
  const deletion = deletionQueries(database);
  const unsent = unsentQueries(database, messages, receipts, deletion.deleteMessages);
  const history = historyQueries(database);
  const search = searchQueries(database, index);
  const archives = archiveQueries(database);
  const imports = importQueries(database, index);

  const messageThatIsThere = (id: Args<'message'>[0]): Value<'setReceipt'> => {
    const message = messages.message([id]);
    if (message === null) throw new StoreRefusal('There is no such message.');
    return message;
  };
  const operations: Readonly<Record<DataMethod, Operation>> = {
    accounts: checked('accounts', accounts.accounts),
    saveAccount: checked('saveAccount', accounts.saveAccount),
    lastOpen: checked('lastOpen', accounts.lastOpen),
    setLastOpen: checked('setLastOpen', accounts.setLastOpen),
    conversations: checked('conversations', conversations.conversations),
    conversation: checked('conversation', conversations.conversation),
    ensureConversation: checked('ensureConversation', conversations.ensureConversation),
    setDisplayName: checked('setDisplayName', conversations.setDisplayName),
    setPeerCapabilities: checked('setPeerCapabilities', conversations.setPeerCapabilities),
    noteSize: checked('noteSize', conversations.noteSize),
    markRead: checked('markRead', (args) => {
      const [id, upTo, at] = args;
      if (at !== null) events.shown(id, upTo, at);
      return conversations.markRead(args);
    }),
    organise: checked('organise', conversations.organise),
    emptyConversation: checked('emptyConversation', conversations.emptyConversation),
    removeConversation: checked('removeConversation', conversations.removeConversation),
    messages: checked('messages', messages.messages),
    messagesAfter: checked('messagesAfter', history.messagesAfter),
    messagesAround: checked('messagesAround', history.messagesAround),
    sequenceAt: checked('sequenceAt', history.sequenceAt),
    search: checked('search', search.search),
    countSearch: checked('countSearch', search.countSearch),
    message: checked('message', messages.message),
    insertOutgoing: checked('insertOutgoing', (args) => {
      const [{ id, conversationId, at, fromDraft }] = args;
      if (fromDraft === true) drafts.clear(conversationId);
      const added = messages.insertOutgoing(args);
      if (added === null) return messageThatIsThere(id);
      const receipt = queuedReceipt(at);
      receipts.put(id, receipt);
      return { ...added, receipt };
    }),
    insertIncoming: checked('insertIncoming', messages.insertIncoming),
    drafts: checked('drafts', drafts.drafts),
    saveDraft: checked('saveDraft', drafts.saveDraft),
    setReceipt: checked('setReceipt', ([id, receipt, happened]) => {
      receipts.put(id, receipt);
      events.add(id, happened);
      return messageThatIsThere(id);
    }),
    addEvents: checked('addEvents', events.addEvents),
    messageEvents: checked('messageEvents', events.messageEvents),
    awaitingDisplay: checked('awaitingDisplay', messages.awaitingDisplay),
    replyTarget: checked('replyTarget', messages.replyTarget),
    namedMessage: checked('namedMessage', messages.namedMessage),
    unsent: checked('unsent', unsent.unsent),
    failed: checked('failed', unsent.failed),
    lastUnsent: checked('lastUnsent', unsent.lastUnsent),
    unsentStates: checked('unsentStates', unsent.unsentStates),
    replaceUnsent: checked('replaceUnsent', unsent.replaceUnsent),
    retentionClock: checked('retentionClock', deletion.retentionClock),
    setRetentionClock: checked('setRetentionClock', deletion.setRetentionClock),
    expireMessages: checked('expireMessages', deletion.expireMessages),
    deleteMessages: checked('deleteMessages', deletion.deleteMessages),
    archivedConversations: checked('archivedConversations', archives.archivedConversations),
    archivedMessages: checked('archivedMessages', archives.archivedMessages),
    archiveClashes: checked('archiveClashes', archives.archiveClashes),
    importSource: checked('importSource', imports.importSource),
    importConversation: checked('importConversation', imports.importConversation),
    importMessages: checked('importMessages', imports.importMessages),
  };
  return new Map(Object.entries(operations));
}
