import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';
import { ButtonRoot } from './ui/button-root.tsx';

/** The one accent. Shade 6 carries white text at 5.7:1; shade 4 is for text on dark surfaces, 5.4:1. */
const rabbit: MantineColorsTuple = [
  '#fdeeee',
  '#f9d9da',
  '#f2b0b2',
  '#ec8d90',
  '#ea7478',
  '#d8444a',
  '#c3232b',
  '#a81c23',
  '#8d151c',
  '#720f15',
];

/** Greys without a tint, so that the colours of a picture are judged on neutral ground. */
const dark: MantineColorsTuple = [
  '#ececec',
  '#c9c9c9',
  '#a9a9a9',
  '#7d7d7d',
  '#444444',
  '#333333',
  '#262626',
  '#1c1c1c',
  '#151515',
  '#0e0e0e',
];

const gray: MantineColorsTuple = [
  '#f8f8f7',
  '#f1f1f0',
  '#e6e6e4',
  '#d8d8d6',
  '#c4c4c1',
  '#a0a09d',
  '#6b6b68',
  '#4c4c4a',
  '#333331',
  '#1e1e1d',
];

const systemFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif';

/** Nothing is smaller than 12 px: components whose small sizes are, get a larger default here. */
export const appTheme: MantineThemeOverride = createTheme({
  primaryColor: 'rabbit',
  primaryShade: { light: 6, dark: 6 },
  colors: { rabbit, dark, gray },
  fontFamily: systemFont,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    // Of this all buttons of the kit are made, those with icons too.
    UnstyledButton: { defaultProps: { component: ButtonRoot } },
    Button: { defaultProps: { size: 'sm' } },
    // The accent around a field would read as an error.
    Input: { styles: { wrapper: { '--input-bd-focus': 'var(--rr-focus)' } } },
    Text: { defaultProps: { size: 'sm' } },
    Kbd: { defaultProps: { size: 'sm' }, styles: { root: { fontSize: '0.75rem' } } },
    Tooltip: {
      defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: false } },
    },
    // Menus open within the page's main part, so that they belong to a landmark; the first item has the focus.
    Menu: {
      defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, portalProps: { target: '#main' } },
    },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    // The head of a dialog is no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss the message' } } },
    FileInput: { defaultProps: { clearButtonProps: { 'aria-label': 'Take the file away' } } },
    Select: { defaultProps: { clearButtonProps: { 'aria-label': 'Clear' } } },
    Loader: { defaultProps: { type: 'dots' } },
  },
});

export const colorSchemeKey = 'redrabbit-color-scheme';
