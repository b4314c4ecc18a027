/** Starts a private virtual display; it ends with this process in any case. */
export function startDisplay(): Promise<{ name: string; stop: () => void }>
