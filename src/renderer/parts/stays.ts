/** What is said and stays until somebody has seen it: the button that closes it has a name. */
export function staying(close: string) {
  return { autoClose: false, withCloseButton: true, closeButtonProps: { 'aria-label': close } } as const
}
