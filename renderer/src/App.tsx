import { MantineProvider } from '@mantine/core';
import { Shell } from './shell/Shell.tsx';
import { useSettings } from './stores/settings.ts';
import { styleNonce } from './theme/nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

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
