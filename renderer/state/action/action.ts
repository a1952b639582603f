import type { Failure } from '../../../shared/contract/failure.ts';
import type { Words } from '../../text/en/index.ts';
import type { AppState } from '../app.svelte.ts';
import type { Chord, Platform } from './chord.ts';

/** Every action has a name in `text.actions.names`, and what has a name there has to be an action. */
export type ActionId = keyof Words['actions']['names'];
export type ActionGroup = keyof Words['actions']['groups'];

/** The first is the one that is shown. */
export type Chords = readonly [Chord, ...Chord[]];

/** Something that a person can do by key, and from the palette. */
export interface ActionDefinition {
  readonly group: ActionGroup;
  /** Every action has some; others on a Mac, where macOS takes those for itself or everybody there expects others. */
  readonly keys: Chords | Readonly<Record<Platform, Chords>>;
  /** Whether it can be done now; always, when it does not say. Reads state, so that views follow. */
  readonly available?: (app: AppState) => boolean;
  /** Resolves with why it was not done, where the action itself has no place to say that. */
  readonly run: ((app: AppState) => void) | ((app: AppState) => Promise<Failure | null>);
}

export interface Action extends ActionDefinition {
  readonly id: ActionId;
}

export type ActionTable = Partial<Record<ActionId, ActionDefinition>>;

// Conditions that several actions share.
export const signedIn = (app: AppState): boolean => app.session.account !== null;
/** The settings have a place: beside the conversations, and beside the sign-in. */
export const settingsThere = (app: AppState): boolean =>
  signedIn(app) || app.session.phase.kind === 'signed-out';
export const conversationOpen = (app: AppState): boolean =>
  signedIn(app) && app.layout.section === 'conversations' && app.conversations.open !== null;
