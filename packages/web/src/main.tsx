import { createClient } from '@buildbutler/contract';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ClientProvider } from './queries/client-context.ts';
import { createQueryClient } from './queries/query-client.ts';
import { createAppRouter } from './router.tsx';
import './styles/mantine.css';
import './styles/tokens.css';
import './styles/base.css';
import { theme } from './ui/theme.ts';

const client = createClient({ baseUrl: '' });
const cache = createQueryClient(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/login' || pathname.startsWith('/setup')) return;
  cache.removeQueries({ queryKey: ['access'] });
  void router.navigate({ to: '/login', search: { from: href, ended: 'true' } });
});
const router = createAppRouter({ client, cache });
const colorSchemes = localStorageColorSchemeManager({ key: 'buildbutler-theme' });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// Mantine's own style elements stay off: the policy allows styles from files alone, and styles/ holds what they would set.
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <ClientProvider value={client}>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ClientProvider>
    </MantineProvider>
  </StrictMode>,
);
