/** A field that keeps the focus would swallow the reviewer's next key. */
export function letGo(): void {
  requestAnimationFrame(() => (document.activeElement as HTMLElement | null)?.blur());
}
