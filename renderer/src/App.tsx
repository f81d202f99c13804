import { MantineProvider } from '@mantine/core';
import { StartScreen } from './screens/start/StartScreen.tsx';
import { Shell } from './shell/Shell.tsx';
import { useSettings } from './stores/settings.ts';
import { useStart } from './stores/start.ts';
import { styleNonce } from './theme/nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

export function App() {
  const appearance = useSettings((state) => state.settings?.theme ?? 'system');
  const start = useStart((each) => each.state);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      defaultColorScheme="auto"
      {...(appearance === 'system' ? {} : { forceColorScheme: appearance })}
    >
      {start?.phase === 'ready' ? <Shell /> : <StartScreen state={start} />}
    </MantineProvider>
  );
}
