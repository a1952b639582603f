import { app, session } from 'electron';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { Clock } from '../../shared/model/clock.ts';
import type { Unsubscribe } from '../../shared/model/event.ts';
import type { Log } from '../log/log.ts';
import type { SettingsReader } from '../settings/settings-book.ts';
import { nowhere } from './spelling-downloads.ts';
import { convertDictionary } from '../spelling/convert.ts';
import { DictionaryServer } from '../spelling/dictionary-server.ts';
import { checkableLanguages, languagesToCheck } from '../spelling/languages.ts';
import {
  dictionaryFor,
  findDictionaries,
  fingerprintOf,
  systemFolders,
  type Dictionary,
} from '../spelling/shelf.ts';

/** Milliseconds. A dictionary that was not taken by then will not be. */
const patience = 120_000;

export interface SpellingOptions {
  readonly settings: SettingsReader;
  /** Electron's own folder: there the checker keeps what it was given, in `Dictionaries`. */
  readonly profile: string;
  /** Of the dictionaries that are shipped. */
  readonly shipped: string;
  /** The bundled worker that converts. */
  readonly converter: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The spelling of what is being written. macOS and Windows check with what they have; elsewhere Chromium's checker
 * does, with dictionaries of this computer. Left alone it would fetch its own from the internet.
 */
export class Spelling {
  readonly #options: SpellingOptions;
  readonly #server: DictionaryServer;
  #dictionaries: readonly Dictionary[] = [];
  #checkable: readonly string[] = [];
  #languages: readonly string[] = [];
  /** What the checker was given, or could not be given, in this run: it is not offered again and again. */
  readonly #offered = new Set<string>();
  readonly #awaited = new Set<string>();
  #cancelPatience: Unsubscribe | null = null;
  #stockTaken: () => void = () => undefined;
  /** Resolves when it is known which dictionaries there are. */
  readonly #stock = new Promise<void>((resolve) => {
    this.#stockTaken = resolve;
  });

  constructor(options: SpellingOptions) {
    this.#options = options;
    this.#server = new DictionaryServer(async (tag) => this.#bdicFor(tag), options.log);
  }

  readonly commands = {
    spelling: async (): Promise<CommandOutput<'spelling'>> => {
      await this.#stock;
      return {
        checker: process.platform === 'darwin' ? 'system' : 'dictionaries',
        languages: [...this.#checkable],
      };
    },
  };

  /** After `forbidDictionaryDownloads`. */
  async begin(): Promise<void> {
    const { settings, log } = this.#options;
    const { defaultSession } = session;
    if (process.platform !== 'darwin') {
      defaultSession.on('spellcheck-dictionary-download-failure', (_event, language) => {
        this.#missing(language);
      });
      defaultSession.on('spellcheck-dictionary-download-success', (_event, language) => {
        this.#settled(language);
      });
    }
    settings.changed.subscribe((names) => {
      if (names.some((name) => name.startsWith('language.spellCheck'))) this.#apply();
    });
    try {
      await this.#takeStock();
    } catch (error) {
      log.warn({ error }, 'The dictionaries of this computer could not be read');
    }
    this.#stockTaken();
    this.#apply();
  }

  async #takeStock(): Promise<void> {
    const { profile, shipped, version } = this.#options;
    const others = process.platform === 'linux' ? systemFolders(process.env, homedir()) : [];
    this.#dictionaries = await findDictionaries([shipped, ...others]);
    const { availableSpellCheckerLanguages } = session.defaultSession;
    this.#checkable =
      process.platform === 'linux'
        ? checkableLanguages(availableSpellCheckerLanguages, this.#dictionaries)
        : availableSpellCheckerLanguages;
    await this.#forgetOld(
      join(profile, 'Dictionaries'),
      `${version}\n${await fingerprintOf(this.#dictionaries)}`,
    );
  }

  /** What the checker keeps was made of dictionaries as they were. */
  async #forgetOld(folder: string, fingerprint: string): Promise<void> {
    const stamp = join(folder, 'made-of');
    if ((await readFile(stamp, 'utf8').catch(() => '')) === fingerprint) return;
    await mkdir(folder, { recursive: true });
    const old = (await readdir(folder)).filter((name) => name.endsWith('.bdic'));
    await Promise.all(old.map(async (name) => rm(join(folder, name), { force: true })));
    await writeFile(stamp, fingerprint);
  }

  #apply(): void {
    const { settings, log } = this.#options;
    const wanted = settings.get('language.spellCheck');
    session.defaultSession.setSpellCheckerEnabled(wanted);
    if (process.platform === 'darwin') return;
    const chosen = settings.get('language.spellCheckLanguages');
    this.#languages = wanted
      ? languagesToCheck(chosen, app.getPreferredSystemLanguages(), this.#checkable)
      : [];
    session.defaultSession.setSpellCheckerLanguages([...this.#languages]);
    log.info({ languages: this.#languages }, 'The spelling is checked in these languages');
  }

  /** The checker has not kept the dictionary of an earlier run: it is offered the way to one, once. */
  #missing(language: string): void {
    const { clock, log } = this.#options;
    if (this.#offered.has(language)) {
      log.warn({ language }, 'There is no dictionary that the checker takes for this language');
      this.#settled(language);
      return;
    }
    this.#offered.add(language);
    this.#awaited.add(language);
    this.#cancelPatience ??= clock.after(patience, () => {
      this.#close();
    });
    this.#server.open().then(
      (url) => {
        const { defaultSession } = session;
        defaultSession.setSpellCheckerDictionaryDownloadURL(url);
        // Only languages that are new to it are asked for.
        defaultSession.setSpellCheckerLanguages([]);
        defaultSession.setSpellCheckerLanguages([...this.#languages]);
      },
      (error: unknown) => {
        log.warn({ error }, 'Dictionaries cannot be handed to the checker');
      },
    );
  }

  #settled(language: string): void {
    this.#awaited.delete(language);
    if (this.#awaited.size === 0) this.#close();
  }

  #close(): void {
    this.#cancelPatience?.();
    this.#cancelPatience = null;
    this.#awaited.clear();
    this.#server.close();
    session.defaultSession.setSpellCheckerDictionaryDownloadURL(nowhere);
  }

  async #bdicFor(tag: string): Promise<Uint8Array | null> {
    const dictionary = dictionaryFor(this.#dictionaries, tag);
    if (dictionary === null) return null;
    if (dictionary.kind === 'bdic') return readFile(dictionary.path);
    return convertDictionary(this.#options.converter, dictionary.path);
  }
}
