import { AppError } from '../core/app-error.ts';
import { isKeyInFile, type MasterKey, makeKeyFile, readKeyFile } from './master-key.ts';
import { keyIdOf, openText, sealText } from './seal.ts';
import type { SecretBox } from './secret-box.ts';

export interface OpenSecretBoxOptions {
  readonly keyFile: string;
  /** True when a person named the file (`BUILDBUTLER_SECRET_KEY_FILE`): then it is theirs to make. */
  readonly isKeyFileGiven: boolean;
  /** Any sealed text of the store; null when it holds none. Decides whether a new key may be made. */
  readonly sealedText: string | null;
  /** The check value that an earlier start has left in the store. */
  readonly keyCheck: string | null;
}

export interface OpenedSecretBox {
  readonly box: SecretBox;
  /** To be stored before anything is sealed, when it is not there yet; null = nothing to store. */
  readonly newKeyCheck: string | null;
  /** A sentence to print at the start; null when all is well. */
  readonly warning: string | null;
}

const checkRow = 'setting:secret_key_check';
const checkText = 'buildbutler';

/** A known text, sealed with this key for the setting that shows which key the store belongs to. */
export function sealKeyCheck(key: MasterKey): string {
  return sealText(key, checkText, checkRow);
}

function locked(reason: string): OpenedSecretBox {
  const box: SecretBox = {
    isUnlocked: false,
    lockedReason: reason,
    seal() {
      throw new AppError('unavailable', reason);
    },
    open: () => null,
  };
  return { box, newKeyCheck: null, warning: reason };
}

/** What is sealed with a key that is only in memory any more is lost with the next restart. */
function refuseLostKey(key: MasterKey, keyFile: string): void {
  if (isKeyInFile(key, keyFile)) return;
  throw new AppError(
    'unavailable',
    `The key file ${keyFile} was removed or replaced after BuildButler started, so nothing was stored. Put the right one back, then try again.`,
  );
}

function unlocked(key: MasterKey, keyFile: string): SecretBox {
  return {
    isUnlocked: true,
    lockedReason: null,
    seal(plain, row) {
      refuseLostKey(key, keyFile);
      return sealText(key, plain, row);
    },
    open: (sealed, row) => openText(key, sealed, row),
  };
}

const howToGoOn = 'Dashboards stay readable; connections cannot be reached or changed until then.';
const lost = 'If it is lost for good, remove the connections (their history can stay), restart and add them again.';

/** Whether the key is the one that the store was sealed with. */
function isRightKey(key: MasterKey, { keyCheck, sealedText }: OpenSecretBoxOptions): boolean {
  // Without anything sealed, a check value speaks of a key that nobody needs any more.
  if (sealedText === null) return true;
  return keyIdOf(sealedText) === key.id && (keyCheck === null || openText(key, keyCheck, checkRow) === checkText);
}

function makeKey(options: OpenSecretBoxOptions): OpenedSecretBox {
  const { keyFile, isKeyFileGiven, sealedText } = options;
  if (sealedText !== null) {
    return locked(`The key file ${keyFile} is missing. Put it back and restart. ${howToGoOn} ${lost}`);
  }
  if (isKeyFileGiven) {
    return locked(
      `The key file ${keyFile}, named by BUILDBUTLER_SECRET_KEY_FILE, does not exist. Make one with \`openssl rand -base64 32\` (mode 0600) and restart. ${howToGoOn}`,
    );
  }
  try {
    const key = makeKeyFile(keyFile);
    return { box: unlocked(key, keyFile), newKeyCheck: sealKeyCheck(key), warning: null };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    // Another process, such as a command of the CLI, has made it at the same moment.
    if (code === 'EEXIST' && readKeyFile(keyFile).state === 'read') return openSecretBox(options);
    return locked(
      `The key file ${keyFile} cannot be made (${code}). Make its folder writable and restart. ${howToGoOn}`,
    );
  }
}

/**
 * Opens the secrets with the key in `keyFile`. A new key is made only while the store holds nothing sealed; a missing or
 * wrong key leads to locked mode, with every sealed text left as it is. Never throws.
 */
export function openSecretBox(options: OpenSecretBoxOptions): OpenedSecretBox {
  const { keyFile, keyCheck } = options;
  const read = readKeyFile(keyFile);
  if (read.state === 'missing') return makeKey(options);
  if (read.state === 'unreadable') {
    return locked(
      `The key file ${keyFile} is of no use: ${read.why}. Put the right one back and restart. ${howToGoOn}`,
    );
  }
  const { key, isExposed } = read;
  if (!isRightKey(key, options)) {
    return locked(
      `The key in ${keyFile} is not the one that the stored tokens were sealed with. Put the right one back and restart. ${howToGoOn} ${lost}`,
    );
  }
  const isKnown = keyCheck !== null && openText(key, keyCheck, checkRow) === checkText;
  // Not a refusal: key files mounted by an orchestrator often are readable for a group, and stopping would protect nothing any more.
  const warning = isExposed
    ? `Others on this machine can read the key file ${keyFile}. Make it yours alone: chmod 600 ${keyFile}`
    : null;
  return { box: unlocked(key, keyFile), newKeyCheck: isKnown ? null : sealKeyCheck(key), warning };
}
