import './ipc/no-eval.ts';
import '@mantine/core/styles.layer.css';
import 'uplot/dist/uPlot.min.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { followStart } from './stores/start.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');

const started = followStart();
// The answer that came with the page stays until there is more to show.
if (root.childElementCount > 0) await started;
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
