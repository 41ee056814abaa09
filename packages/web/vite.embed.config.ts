// The element for other people's pages: one small script, beside the app and after it.
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: { entry: 'embed/lectern-list.ts', formats: ['iife'], name: 'lecternList', fileName: () => 'lectern-list.js' },
  },
})
