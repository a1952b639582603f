import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRecoveryKey,
  readRecoveryKey,
  recoverySecretLength,
} from '../../../shared/model/recovery-key.ts';
import { generateDatabaseKey } from '../../../main/store/key.ts';
import { unwrapByRecovery, wrapForRecovery } from '../../../main/store/recovery.ts';

const secrets = fc.uint8Array({ minLength: recoverySecretLength, maxLength: recoverySecretLength });
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split(/(?=.)/);
const keyOf = (text: string): unknown => readRecoveryKey(text);

describe('a recovery key', () => {
  it('is eight groups of five characters that are not mistaken for each other, and reads back', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const text = formatRecoveryKey(secret);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(keyOf(text)).toEqual({ kind: 'key', secret: Uint8Array.from(secret) });
      }),
    );
  });

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom('', ' ', '  ', '-', ' - ', '\n', '–', '\u200f'),
        (secret, between) => {
          const typed = formatRecoveryKey(secret)
            .toLowerCase()
            .replaceAll('-', between)
            .replaceAll('1', 'l')
            .replaceAll('0', 'o');
          expect(keyOf(` ${typed} `)).toEqual({ kind: 'key', secret: Uint8Array.from(secret) });
        },
      ),
    );
  });

  it('tells in which group a mistake is: another character, two exchanged, two groups exchanged', () => {
    fc.assert(
      fc.property(secrets, fc.nat(39), fc.constantFrom(...digits), (secret, place, digit) => {
        const typed = formatRecoveryKey(secret).replaceAll('-', '');
        const group = Math.floor(place / 5) + 1;
        if (typed[place] !== digit) {
          const other = typed.slice(0, place) + digit + typed.slice(place + 1);
          expect(keyOf(other)).toEqual({ kind: 'mistake', groups: [group] });
        }
        const next = place + 1;
        if (place % 5 < 4 && typed[place] !== typed[next]) {
          const swapped = `${typed.slice(0, place)}${typed[next] ?? ''}${typed[place] ?? ''}${typed.slice(next + 1)}`;
          expect(keyOf(swapped)).toEqual({ kind: 'mistake', groups: [group] });
        }
        if (group < 8) {
          const at = (group - 1) * 5;
          const groups = `${typed.slice(0, at)}${typed.slice(at + 5, at + 10)}${typed.slice(at, at + 5)}${typed.slice(at + 10)}`;
          expect(keyOf(groups)).toMatchObject({ kind: 'mistake' });
        }
      }),
    );
  });

  it('says how much is missing or too much, and reads any text without failing', () => {
    const whole = formatRecoveryKey(new Uint8Array(recoverySecretLength));
    expect(keyOf(whole.slice(0, -2))).toEqual({ kind: 'length', missing: 2 });
    expect(keyOf(`${whole}AB`)).toEqual({ kind: 'length', missing: -2 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(['key', 'length', 'mistake']).toContain(readRecoveryKey(text).kind);
      }),
    );
  });
});

describe('what a recovery key wraps', () => {
  const secret = new Uint8Array(recoverySecretLength).fill(3);

  it('is opened by it, and by no other; a file that was changed is told', async () => {
    const key = generateDatabaseKey();
    const file = await wrapForRecovery(key, secret);
    expect(await unwrapByRecovery(file, secret)).toEqual(key);
    const other = Uint8Array.from(secret, (byte, index) => (index === 7 ? byte ^ 1 : byte));
    expect(await unwrapByRecovery(file, other)).toBeNull();
    const wrapped = Buffer.from(file.wrapped, 'base64');
    for (const place of [0, 31, 32, 47]) {
      const changed = Buffer.from(wrapped);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(await unwrapByRecovery({ ...file, wrapped: changed.toString('base64') }, secret)).toBeNull();
    }
    expect(await unwrapByRecovery({ ...file, wrapped: '' }, secret)).toBeNull();
  });

  it('never looks the same, and does not show the key', async () => {
    const key = new Uint8Array(32).fill(65);
    const [one, two] = [await wrapForRecovery(key, secret), await wrapForRecovery(key, secret)];
    expect(one.wrapped).not.toBe(two.wrapped);
    expect(Buffer.from(one.wrapped, 'base64').includes(Buffer.from(key))).toBe(false);
  });
});
