import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Puts a preload of the text face into the page: without it the font waits for the style sheet. */
function preloadTextFace(): Plugin {
  return {
    name: 'throughline:preload-text-face',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const face = Object.keys(context.bundle ?? {}).find(
          (name) => name.includes('ibm-plex-sans') && name.endsWith('.woff2'),
        );
        if (face === undefined) return [];
        return [
          {
            tag: 'link',
            attrs: {
              rel: 'preload',
              as: 'font',
              type: 'font/woff2',
              crossorigin: true,
              href: `/${face}`,
            },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}

/**
 * The page is served under a content security policy without 'unsafe-inline', nonces or data:
 * addresses: nothing is inlined here, neither scripts, styles nor small assets.
 * `vite --mode kit` serves kit.html beside the app; only index.html is ever built.
 */
export default defineConfig({
  root,
  plugins: [react(), tailwindcss(), preloadTextFace()],
  server: {
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:4000', changeOrigin: false } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      input: fileURLToPath(new URL('./index.html', import.meta.url)),
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'router',
              test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|react-query|query-core|react-store|store)[\\/]/,
            },
            {
              name: 'graph',
              test: /node_modules[\\/](@xyflow|@dagrejs|d3-[a-z]+|zustand|classcat)[\\/]/,
            },
          ],
        },
      },
    },
  },
});
