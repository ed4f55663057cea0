/** What may be wider than the window, and is moved within it: by keyboard, too. */
import type { ComponentChildren } from 'preact';

export interface ScrollProps {
  /** What it is, for those who hear it. */
  readonly name: string;
  readonly children: ComponentChildren;
}

export function Scroll({ name, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached (WCAG 2.1.1).
    <section class="scroll" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
