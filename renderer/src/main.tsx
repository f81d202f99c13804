import './ipc/no-eval.ts';
import './theme/layers.css';
import '@mantine/core/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import 'uplot/dist/uPlot.min.css';
import './theme/tokens.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { followStart } from './stores/start.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');

void followStart();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
