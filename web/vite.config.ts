import { defineConfig } from 'vite';

/**
 * Builds one page: `vite build --config web/vite.config.ts web/kiosk --outDir ../../.build/web/kiosk`. Addresses
 * within a page are relative, since a kiosk's page is served below `/kiosks/{kioskId}/`.
 */
export default defineConfig({
  base: './',
  build: {
    target: 'es2024',
    // Nothing is inlined as a data address, so that a page may be served with a strict content security policy.
    assetsInlineLimit: 0,
  },
});
