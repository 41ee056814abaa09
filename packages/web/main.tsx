// The browser's entry: cache, routes, event queue.
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/page.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './router.tsx'
import { startEvents } from './state/events.ts'
import { queryClient } from './state/query-client.ts'
import { meQuery } from './state/reader.ts'

startEvents()
void queryClient.prefetchQuery(meQuery)

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
