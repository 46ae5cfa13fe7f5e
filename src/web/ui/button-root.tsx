import { type ComponentProps, useState } from 'react';

type Props = ComponentProps<'button'> & { 'data-loading'?: boolean };

/**
 * What all buttons are made of. Browsers take the focus from a button that gets disabled, as a busy one is, and whoever works by keyboard
 * would have to find the way back each time. While it has the focus it only says that it is disabled, and does nothing. So does
 * one that is busy: a dialog that asked first gives the focus back to it.
 */
export function ButtonRoot({
  disabled = false,
  type = 'button',
  onClick,
  onFocus,
  onBlur,
  'data-loading': isBusy,
  ...others
}: Props) {
  const [isFocused, setIsFocused] = useState(false);
  const isHeld = disabled && (isFocused || isBusy === true);
  return (
    <button
      {...others}
      data-loading={isBusy}
      type={type}
      disabled={disabled && !isHeld}
      aria-disabled={isHeld || others['aria-disabled']}
      onClick={(event) => {
        if (!isHeld) return onClick?.(event);
        // No form is sent either.
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocus={(event) => {
        setIsFocused(true);
        onFocus?.(event);
      }}
      onBlur={(event) => {
        // A window that is left keeps its focused element, and says so all the same.
        setIsFocused(document.activeElement === event.currentTarget);
        onBlur?.(event);
      }}
    />
  );
}
