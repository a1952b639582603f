import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase, openDatabase } from '../../../main/store/database.ts';
import { loadDriver } from '../../../main/store/driver.ts';
import { hexKey, generateDatabaseKey } from '../../../main/store/key.ts';
import { migrations } from '../../../main/store/migrations/index.ts';

export interface OldText {
  readonly own: boolean;
  readonly text: string;
  /** The sender's id of the message. */
  readonly id: string;
}

export interface OldDatabase {
  /** The folder of the profile; made where it is not there. */
  readonly profile: string;
  /** What an earlier Parley wrote: 1 or 2. */
  readonly version: number;
  readonly address: string;
  readonly peer: string;
  /** Oldest first. */
  readonly texts: readonly OldText[];
}

/** A profile as an earlier Parley left it: delivered messages with one peer, all read, in a database of that version. */
export function makeOldDatabase({ profile, version, address, peer, texts }: OldDatabase): void {
  mkdirSync(profile, { recursive: true });
  const key = generateDatabaseKey();
  // As the party's own secret store wraps it.
  const wrapped = Buffer.from(Buffer.from(key).toString('base64')).toString('base64');
  writeFileSync(join(profile, 'key.json'), JSON.stringify({ version: 1, wrapped }));
  const database = openDatabase(
    loadDriver(),
    { path: join(profile, 'messages.db'), key: hexKey(key) },
    migrations.slice(0, version),
  );
  database
    .prepare<[string, string, string]>(
      `INSERT INTO accounts (key, id, address, transport, host, port, path, kind, im_dialogs, active, instance_id)
       VALUES (1, ?, ?, 'tcp', '127.0.0.1', 5060, '/', 'server', 0, 0, ?)`,
    )
    .run(randomUUID(), `sip:${address}`, `urn:uuid:${randomUUID()}`);
  database
    .prepare<[string, string, string]>(
      `INSERT INTO conversations (key, id, account, peer, peer_key, created_at, read_up_to)
       VALUES (1, ?, 1, ?, ?, 0, 1000000)`,
    )
    .run(randomUUID(), `sip:${peer}`, `sip:${peer}`);
  const insert = database.prepare<[string, string, string, string, string, number, string | null]>(
    `INSERT INTO messages (id, conversation, direction, sender, sender_key, body, at, remote_id)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?)`,
  );
  const receipt = database.prepare<[number | bigint, string, number]>(
    "INSERT INTO receipts (message, recipient_key, state, updated_at) VALUES (?, ?, 'delivered', ?)",
  );
  database
    .transaction(() => {
      for (const [index, { own, text, id }] of texts.entries()) {
        const sender = `sip:${own ? address : peer}`;
        const { lastInsertRowid } = insert.run(
          own ? id : randomUUID(),
          own ? 'outgoing' : 'incoming',
          sender,
          sender,
          text,
          index,
          own ? null : id,
        );
        if (own) receipt.run(lastInsertRowid, `sip:${peer}`, index);
      }
      database.exec('UPDATE conversations SET last_sequence = (SELECT max(sequence) FROM messages)');
      database.exec('UPDATE conversations SET read_up_to = coalesce(last_sequence, 0)');
    })
    .immediate();
  closeDatabase(database);
}
