import { posix } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Puts the page's own styles into the page. Asked for in a file of their own they are waited for before anything is
 * drawn, and the main process, which would hand them out, is just then busy with all that it watches.
 */
export function inlineStyles(nonce: string): Plugin {
  return {
    name: 'inline-styles',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (page, { bundle }) =>
        withStyles(page, nonce, (file) => {
          const sheet = bundle?.[file];
          return sheet?.type === 'asset' ? String(sheet.source) : null;
        }),
    },
  };
}

/** Replaces the links to style sheets of ours. `read`: what a file of the build holds, null for one that is not there. */
export function withStyles(page: string, nonce: string, read: (file: string) => string | null): string {
  return page.replace(/<link rel="stylesheet"[^>]*href="\.\/([^"]+)"[^>]*>/g, (link, file: string) => {
    const sheet = read(file);
    if (sheet === null) return link;
    // Addresses in it are meant from where it was.
    const moved = sheet.replace(/url\(\.\/([^)]+)\)/g, (_, name: string) => {
      return `url(./${posix.join(posix.dirname(file), name)})`;
    });
    return `<style nonce="${nonce}">${moved}</style>`;
  });
}
