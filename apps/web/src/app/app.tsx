import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Gate } from '../features/people/index.ts'
import { ServerProvider } from '../shared/server/index.ts'
import { ThemeProvider } from '../shared/theme/theme-provider.tsx'
import { UserStateProvider } from '../shared/user-state/index.ts'
import type { PageParts } from './create-studio.ts'

/** The page: its looks, its server, whoever is let in, and the place they are at. */
export function App({ server, state, router }: PageParts) {
  return (
    <ThemeProvider>
      <ServerProvider server={server}>
        <QueryClientProvider client={server.queries}>
          <UserStateProvider state={state}>
            <Gate>
              <RouterProvider router={router} />
            </Gate>
          </UserStateProvider>
        </QueryClientProvider>
      </ServerProvider>
    </ThemeProvider>
  )
}
