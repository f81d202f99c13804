import './theme/layers.css';
import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/global.css';
import './theme/first.css';

// The program's first part waits for nothing, so that the page counts as read without it. The answer is the page's last part.
if (document.readyState === 'loading') {
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
// The page brings the answer with it. It is on the screen before the window's program is read, which takes longer than
// everything before it.
const frame = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const noFrame = new Promise((resolve) => setTimeout(resolve, 150));
await Promise.race([frame, noFrame]);
await import('./window.tsx');
