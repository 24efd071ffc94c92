import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../core/app-error.ts';
import type { Passwords } from './passwords.ts';

interface Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

// OWASP's floor for Argon2id: 19 MiB, two passes, one lane. About 20 ms and 19 MiB a try.
const cost: Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };
const hashBytes = 32;
const saltBytes = 16;
// More at once would let anybody who can reach the sign-in page take memory and cores from everybody else.
const mostAtOnce = 2;
const mostWaiting = 100;

/** The form in which Argon2 hashes are written down everywhere (PHC string). */
const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/;

function derive(password: string, salt: Buffer, { memoryKib, passes, lanes }: Cost): Promise<Buffer> {
  const parameters = {
    // The same letter typed on two keyboards may come as one or two code points.
    message: Buffer.from(password.normalize('NFKC')),
    nonce: salt,
    parallelism: lanes,
    tagLength: hashBytes,
    memory: memoryKib,
    passes,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

/** Lets at most two derivations run, the others wait in line. */
function createTurnstile() {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting) {
        throw new AppError('rate_limited', 'Too many people sign in at this moment. Try again in a few seconds.');
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function read(hash: string | null): { readonly cost: Cost; readonly salt: Buffer; readonly key: Buffer } | null {
  const [, memory, passes, lanes, salt, key] = phc.exec(hash ?? '') ?? [];
  if (salt === undefined || key === undefined) return null;
  return {
    cost: { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** Argon2id (19 MiB, two passes), two at a time. Needs Node 24.7, the first with `crypto.argon2`. */
export function createPasswords(): Passwords {
  if (typeof argon2 !== 'function') {
    throw new AppError(
      'unavailable',
      `BuildButler needs Node.js 24.7 or newer to check passwords; this is ${process.version}.`,
    );
  }
  const inTurn = createTurnstile();
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const key = await inTurn(() => derive(password, salt, cost));
      const { memoryKib, passes, lanes } = cost;
      return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(key)}`;
    },
    async verify(password, hash) {
      const known = read(hash);
      const salt = known?.salt ?? Buffer.alloc(saltBytes);
      const key = await inTurn(() => derive(password, salt, known?.cost ?? cost));
      return known !== null && known.key.length === key.length && timingSafeEqual(known.key, key);
    },
  };
}
