import {
  ActionIcon,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  Popover,
  type VariantColorsResolver,
} from '@mantine/core';

const none = '1px solid transparent';

/** Buttons are ink on paper; red is kept for what cannot be undone. */
const buttonColors: VariantColorsResolver = (input) => {
  if (input.variant === 'filled' && input.color === 'red') {
    return {
      background: 'var(--bb-failure-text)',
      hover: 'color-mix(in srgb, var(--bb-failure-text) 85%, var(--bb-ink))',
      color: 'var(--bb-on-ink)',
      border: none,
    };
  }
  if (input.variant === 'filled') {
    return { background: 'var(--bb-ink)', hover: 'var(--bb-ink-hover)', color: 'var(--bb-on-ink)', border: none };
  }
  if (input.variant === 'subtle') {
    return { background: 'transparent', hover: 'var(--bb-hover)', color: 'var(--bb-text-muted)', border: none };
  }
  if (input.variant === 'default') {
    return {
      background: 'var(--bb-surface)',
      hover: 'var(--bb-hover)',
      color: 'var(--bb-text)',
      border: '1px solid var(--bb-border-strong)',
    };
  }
  return defaultVariantColorsResolver(input);
};

const quick = { duration: 100, transition: 'fade' } as const;

/** Mantine in our clothes; the colours themselves are in styles/tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--bb-font)',
  fontFamilyMonospace: 'var(--bb-mono)',
  primaryColor: 'dark',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: buttonColors,
  components: {
    Button: Button.extend({ defaultProps: { variant: 'default', size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 28 } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: quick, offset: 4, shadow: 'none' } }),
  },
});
