import { createContext, type ReactNode, useContext } from 'react';
import { useNow } from '../lib/use-now.ts';

const NowContext = createContext(0);

/** One clock for all relative times of the page, so that a table of them ticks together. */
export function NowProvider({ children }: { children: ReactNode }) {
  return <NowContext value={useNow(10_000)}>{children}</NowContext>;
}

/** The page's time in epoch milliseconds, at most 10 s old. */
export function usePageNow(): number {
  return useContext(NowContext);
}
