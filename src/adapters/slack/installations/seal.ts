import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { FanoutError } from '#core/errors.ts';

/** Seals texts with one secret, so that a database without that secret is worth nothing. */
export interface Seal {
  /** `v1.<key id>.<iv>.<tag>.<ciphertext>`, each part base64url; another one each time. `about` is bound to it: it opens with the same one only. */
  seal(text: string, about: string): string;
  /** Throws `FanoutError` `bad_config` for what another secret sealed, `store_unusable` for what is damaged or was sealed about something else. */
  open(sealed: string, about: string): string;
}

/** The shortest secret that is taken, in characters. */
export const SECRET_MIN_CHARS = 32;

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, KEY_ID_BYTES, IV_BYTES, TAG_BYTES] = [32, 6, 12, 16];

/**
 * AES-256-GCM with a key derived from `secret` by HKDF: the secret is long and random, so it needs no slow derivation. The key id tells a wrong secret from a damaged row and gives
 * away nothing of the key. Throws `FanoutError` `bad_config` for a secret that is too short.
 */
export function createSeal(secret: string): Seal {
  if (secret.length < SECRET_MIN_CHARS) {
    throw new FanoutError(
      'bad_config',
      `FANOUT_SECRET_KEY must have at least ${SECRET_MIN_CHARS} characters. One to use: \`openssl rand -base64 32\`.`,
    );
  }
  const derive = (what: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `fanout ${VERSION} ${what}`, bytes));
  const key = derive('seal', KEY_BYTES);
  const keyId = derive('key id', KEY_ID_BYTES).toString('base64url');
  const toBound = (about: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${about}`);

  return {
    seal(text, about) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(toBound(about));
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [VERSION, keyId, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, about) {
      const [version, sealedBy, ...rest] = sealed.split('.');
      const [iv, tag, ciphertext] = rest.map((part) => Buffer.from(part, 'base64url'));
      if (version !== VERSION || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || ciphertext === undefined) throw toDamaged();
      if (sealedBy !== keyId) throw new FanoutError('bad_config', WRONG_SECRET);
      try {
        const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(toBound(about)).setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch (error) {
        throw toDamaged(error);
      }
    },
  };
}

const WRONG_SECRET =
  'The Slack installations in the database were sealed with another FANOUT_SECRET_KEY. Set that one again, or have each workspace install Fanout anew.';

const toDamaged = (cause?: unknown): FanoutError =>
  new FanoutError('store_unusable', 'A Slack installation in the database is damaged: that workspace has to install Fanout anew.', {
    cause,
  });
