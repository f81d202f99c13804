import {
  type ButtonProps,
  type CheckboxProps,
  type CSSVariablesResolver,
  createTheme,
  type DrawerProps,
  type MenuProps,
  type ModalProps,
  type MultiSelectProps,
  type NumberInputProps,
  type PasswordInputProps,
  type SegmentedControlProps,
  type SelectProps,
  type SwitchProps,
  type TextareaProps,
  type TextInputProps,
  type TooltipProps,
} from '@mantine/core';

/** As the components' own `extend`, which would have all of them read at the start, wanted or not. */
const defaults = <P>(defaultProps: Partial<P>) => ({ defaultProps });

export const theme = createTheme({
  primaryColor: 'pulse',
  primaryShade: { light: 6, dark: 5 },
  autoContrast: true,
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.8125rem', lg: '0.9375rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  defaultRadius: '6px',
  cursorType: 'default',
  respectReducedMotion: true,
  colors: {
    pulse: [
      '#eeeffe',
      '#dcdefb',
      '#b9bcf5',
      '#969bf0',
      '#7b80ea',
      '#5f64dc',
      '#4a4fd0',
      '#4044b8',
      '#363a9c',
      '#2b2e7c',
    ],
    gray: [
      '#f7f7f9',
      '#f0f1f4',
      '#e7e8ec',
      '#d5d7de',
      '#bfc3cc',
      '#979da9',
      '#686e7a',
      '#4b505b',
      '#31353e',
      '#1a1d23',
    ],
    dark: [
      '#e8e9ed',
      '#bfc3cc',
      '#969ca8',
      '#6f7582',
      '#3a3d46',
      '#2d3038',
      '#202228',
      '#191a1f',
      '#131418',
      '#0f1013',
    ],
  },
  components: {
    Button: defaults<ButtonProps>({ size: 'xs', variant: 'default' }),
    TextInput: defaults<TextInputProps>({ size: 'sm' }),
    PasswordInput: defaults<PasswordInputProps>({ size: 'sm' }),
    NumberInput: defaults<NumberInputProps>({ size: 'sm', hideControls: true }),
    // Opened by a click, an arrow or a letter: what the focus lands on must not cover the form around it.
    Select: defaults<SelectProps>({ size: 'sm', allowDeselect: false, openOnFocus: false }),
    MultiSelect: defaults<MultiSelectProps>({ openOnFocus: false }),
    Textarea: defaults<TextareaProps>({ size: 'sm' }),
    Checkbox: defaults<CheckboxProps>({ size: 'xs' }),
    Switch: defaults<SwitchProps>({ size: 'sm', withThumbIndicator: false }),
    SegmentedControl: defaults<SegmentedControlProps>({ withItemsBorders: false }),
    Tooltip: defaults<TooltipProps>({ openDelay: 350, withArrow: false, fz: 'xs' }),
    Menu: defaults<MenuProps>({
      position: 'bottom-end',
      shadow: 'md',
      radius: '8px',
      // The focus goes to the first entry, and nothing stands in the menu that is no entry.
      withInitialFocusPlaceholder: false,
    }),
    Modal: defaults<ModalProps>({
      // The page itself never scrolls, so there is nothing to lock.
      lockScroll: false,
      closeButtonProps: { 'aria-label': 'Close' },
      centered: true,
      radius: '10px',
      overlayProps: { backgroundOpacity: 0.35 },
      transitionProps: { duration: 140 },
    }),
    Drawer: defaults<DrawerProps>({
      lockScroll: false,
      closeButtonProps: { 'aria-label': 'Close' },
      position: 'right',
      overlayProps: { backgroundOpacity: 0.25 },
      transitionProps: { duration: 160 },
    }),
  },
});

/** Mantine's own surfaces take their colours from our tokens. */
export const cssVariables: CSSVariablesResolver = () => {
  const surfaces = {
    '--mantine-color-body': 'var(--canvas)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-dim)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-default-hover': 'color-mix(in srgb, var(--raised), var(--text) 4%)',
    '--mantine-color-placeholder': 'var(--text-dim)',
    '--mantine-color-error': 'var(--broken)',
  };
  return { variables: {}, light: surfaces, dark: surfaces };
};
