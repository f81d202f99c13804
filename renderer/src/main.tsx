import './theme/layers.css';
import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/global.css';
import './theme/first.css';

// The page brings the answer with it. It is on the screen before the window's program is read, which takes longer than
// everything before it.
const frame = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const noFrame = new Promise((resolve) => setTimeout(resolve, 150));
await Promise.race([frame, noFrame]);
await import('./window.tsx');
