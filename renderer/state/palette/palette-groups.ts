import { addressKey, displayAddress, hostOf, parseAddress } from '../../../shared/model/address.ts';
import type { ConversationSummary } from '../../../shared/model/conversation.ts';
import type { SearchHit } from '../../../shared/model/search-hit.ts';
import { foldText } from '../../../shared/model/search-fold.ts';
import type { SettingName } from '../../../shared/model/settings.ts';
import { text } from '../../text/text.ts';
import type { Action } from '../action/action.ts';
import { actions, isAvailable } from '../action/registry.ts';
import type { AppState } from '../app.svelte.ts';
import { settingsOf, settingsPages, type SettingsPage } from '../settings-pages.ts';
import { bestFit, ranked, termsOf, type Ranked } from './match.ts';

/** One line of the palette. */
export type PaletteEntry =
  | { readonly kind: 'conversation'; readonly key: string; readonly conversation: ConversationSummary }
  /** Somebody with whom there is no conversation yet, by an address that was typed. */
  | { readonly kind: 'address'; readonly key: string; readonly address: string }
  | { readonly kind: 'action'; readonly key: string; readonly action: Action }
  | {
      readonly kind: 'setting';
      readonly key: string;
      readonly page: SettingsPage;
      /** Null: the page itself. */
      readonly name: SettingName | null;
    }
  | { readonly kind: 'message'; readonly key: string; readonly hit: SearchHit }
  /** Every message that the search finds, in the list. */
  | { readonly kind: 'all-messages'; readonly key: string };

export interface PaletteGroup {
  readonly kind: 'conversations' | 'actions' | 'settings' | 'messages' | 'somebodyNew';
  readonly entries: readonly PaletteEntry[];
}

const mostOfAKind = 6;
const mostMessages = 5;
/** A whole address that was typed comes before what only begins so. */
const rankOfAddress = 3.5;

/** Folded names, kept as long as what they name: a palette of thousands answers each key press at once. */
const foldedNames = new WeakMap<ConversationSummary, readonly [string, string]>();

function namesOf(conversation: ConversationSummary): readonly [string, string] {
  const known = foldedNames.get(conversation);
  if (known !== undefined) return known;
  const { displayName, peer } = conversation;
  const names = [foldText(displayName ?? ''), foldText(displayAddress(peer))] as const;
  foldedNames.set(conversation, names);
  return names;
}

const byRecency = <T>(entries: readonly T[], places: readonly string[], of: (each: T) => string): T[] => {
  const placeOf = (each: T): number => {
    const place = places.indexOf(of(each));
    return place < 0 ? places.length : place;
  };
  return entries.toSorted((a, b) => placeOf(a) - placeOf(b));
};

function conversationEntries(app: AppState, terms: readonly string[]): Ranked<PaletteEntry>[] {
  const { openId, sorted } = app.conversations;
  const recent = byRecency(sorted, app.palette.recentConversations, ({ id }) => id);
  // Nobody has to look for the conversation that is open.
  const wanted = terms.length === 0 ? recent.filter(({ id }) => id !== openId) : recent;
  const rankOf = (conversation: ConversationSummary): number => {
    const [name, address] = namesOf(conversation);
    return bestFit(terms, [
      [name, 1],
      [address, 0.9],
      [`${name} ${address}`, 0.5],
    ]);
  };
  return ranked(wanted, rankOf, mostOfAKind).map(({ entry: conversation, rank }) => ({
    rank,
    entry: { kind: 'conversation', key: conversation.id, conversation },
  }));
}

/** An address, if it is one, and of somebody else, with whom there is no conversation. */
function newAddress(app: AppState, typed: string): PaletteEntry | null {
  const parsed = parseAddress(typed);
  if (!parsed.ok || parsed.value === app.session.account?.address) return null;
  const key = addressKey(parsed.value);
  if (app.conversations.sorted.some(({ peer }) => addressKey(peer) === key)) return null;
  const address = displayAddress(parsed.value);
  return { kind: 'address', key: `address ${address}`, address };
}

/** What was typed, if it is the address of somebody new; `name@` is one in one's own house. */
function addressEntries(app: AppState): Ranked<PaletteEntry>[] {
  const { account } = app.session;
  const typed = app.palette.words.trim();
  if (account === null || !typed.includes('@')) return [];
  const entry = newAddress(app, typed.endsWith('@') ? `${typed}${hostOf(account.address)}` : typed);
  return entry === null ? [] : [{ rank: rankOfAddress, entry }];
}

/**
 * A bare name in one's own house, if it is somebody new. Whoever looks for a word and presses Enter does not mean to
 * write to it: so it comes when all else is there, the messages included, and after all of that.
 */
function bareNameEntries(app: AppState): readonly PaletteEntry[] {
  const { account } = app.session;
  const typed = app.palette.words.trim();
  if (account === null || app.palette.messages.state === 'searching') return [];
  if (typed.includes('@') || !/[a-z0-9]/i.test(typed)) return [];
  const entry = newAddress(app, `${typed}@${hostOf(account.address)}`);
  return entry === null ? [] : [entry];
}

function actionEntries(app: AppState, terms: readonly string[], most: number): Ranked<PaletteEntry>[] {
  const { palette } = app;
  const possible = actions.filter((action) => action.id !== 'palette' && isAvailable(action, app));
  const inOrder = byRecency(possible, palette.recentActions, ({ id }) => id);
  const rankOf = ({ id, group }: Action): number =>
    bestFit(terms, [
      [foldText(text.actions.names[id]), 1],
      [foldText(`${text.actions.groups[group]} ${text.actions.names[id]}`), 0.5],
    ]);
  return ranked(inOrder, rankOf, most).map(({ entry: action, rank }) => ({
    rank,
    entry: { kind: 'action', key: `action ${action.id}`, action },
  }));
}

function settingEntries(terms: readonly string[]): Ranked<PaletteEntry>[] {
  const { pages, names, title } = text.settings;
  const all: (PaletteEntry & { kind: 'setting' })[] = settingsPages.flatMap((page) => [
    { kind: 'setting', key: `page ${page}`, page, name: null },
    ...settingsOf(page).map((name) => ({ kind: 'setting' as const, key: `setting ${name}`, page, name })),
  ]);
  const rankOf = ({ page, name }: { page: SettingsPage; name: SettingName | null }): number => {
    const label = name === null ? pages[page] : names[name].label;
    const help = name === null ? '' : names[name].help;
    return bestFit(terms, [
      [foldText(label), 0.95],
      [foldText(`${title} ${pages[page]} ${label} ${help}`), 0.4],
    ]);
  };
  return ranked(all, rankOf, mostOfAKind);
}

function messageEntries(app: AppState): readonly PaletteEntry[] {
  const { hits, active } = app.palette.messages;
  if (!active || hits.length === 0) return [];
  return [
    ...hits.slice(0, mostMessages).map((hit): PaletteEntry => ({ kind: 'message', key: hit.id, hit })),
    { kind: 'all-messages', key: 'all messages' },
  ];
}

const bestOf = (entries: readonly Ranked<PaletteEntry>[]): number => entries[0]?.rank ?? 0;

/**
 * Everything that fits what is typed, by kind: the kind with the best fit first, messages always after them, since they
 * come later than the rest and shall move nothing, and last whom one could write to. Nothing typed: what was used lately.
 */
export function paletteGroups(app: AppState): readonly PaletteGroup[] {
  const { palette } = app;
  const terms = termsOf(palette.words);
  const anything = terms.length > 0;
  if (palette.onlyActions) {
    const found = actionEntries(app, terms, Number.POSITIVE_INFINITY);
    return found.length === 0 ? [] : [{ kind: 'actions', entries: found.map(({ entry }) => entry) }];
  }
  const conversations = conversationEntries(app, terms);
  const people = anything ? addressEntries(app) : [];
  const kinds = [
    {
      kind: 'conversations' as const,
      found: [...conversations, ...people].toSorted((a, b) => b.rank - a.rank),
    },
    { kind: 'actions' as const, found: actionEntries(app, terms, mostOfAKind) },
    { kind: 'settings' as const, found: anything ? settingEntries(terms) : [] },
  ];
  const groups = kinds
    .toSorted((a, b) => bestOf(b.found) - bestOf(a.found))
    .map(({ kind, found }): PaletteGroup => ({ kind, entries: found.map(({ entry }) => entry) }));
  const all: PaletteGroup[] = [
    ...groups,
    { kind: 'messages', entries: messageEntries(app) },
    { kind: 'somebodyNew', entries: bareNameEntries(app) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}
