// The one cache of what the server said. A list never changes under the reader's eyes: nothing refetches by itself.
import { QueryClient } from '@tanstack/react-query'
import { Refused } from './api.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => failures < 1 && !(error instanceof Refused && error.status < 500),
      retryDelay: 400,
    },
  },
})
