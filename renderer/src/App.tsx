import { MantineProvider } from '@mantine/core';
import { Shell } from './shell/Shell.tsx';
import { useSettings } from './stores/settings.ts';
import { cssVariables, theme } from './theme/theme.ts';

/** The policy allows only styles that carry the nonce of this page load; the bundler writes it into the page. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

export function App() {
  const appearance = useSettings((state) => state.settings?.theme ?? 'system');
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      defaultColorScheme="auto"
      {...(appearance === 'system' ? {} : { forceColorScheme: appearance })}
    >
      <Shell />
    </MantineProvider>
  );
}
