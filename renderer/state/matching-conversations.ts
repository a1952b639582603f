import { displayAddress } from '../../shared/model/address.ts';
import type { ConversationSummary } from '../../shared/model/conversation.ts';
import { foldText } from '../../shared/model/search-fold.ts';
import { parseSearchQuery } from '../../shared/model/search-query.ts';

const most = 4;

/** The conversations whose name or address has every word of the query; none for a query that asks for more than words. */
export function matchingConversations(
  conversations: readonly ConversationSummary[],
  query: string,
): readonly ConversationSummary[] {
  const { terms, from, in: places, before, after, hasLink } = parseSearchQuery(query);
  if (from.length + places.length > 0 || before !== null || after !== null || hasLink) return [];
  const wanted = terms.map((term) => foldText(term));
  if (wanted.length === 0) return [];
  return conversations
    .filter(({ displayName, peer }) => {
      const name = foldText(`${displayName ?? ''} ${displayAddress(peer)}`);
      return wanted.every((term) => name.includes(term));
    })
    .slice(0, most);
}
