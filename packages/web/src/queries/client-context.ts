import type { Client } from '@buildbutler/contract';
import { createContext, useContext } from 'react';

const ClientContext = createContext<Client | null>(null);

/** Hands the API client to the pages. */
export const ClientProvider = ClientContext.Provider;

/** The API client. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient needs a ClientProvider above it');
  return client;
}
