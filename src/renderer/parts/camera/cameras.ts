import { useSyncExternalStore } from 'react'

/** A camera of this machine. Without the shell's leave it has neither an id nor a name. */
export type CameraDevice = { readonly id: string; readonly name: string }

/** The cameras, as far as Chromium tells. */
export async function camerasHere(): Promise<CameraDevice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }))
}

let isThere = false
const listeners = new Set<() => void>()

async function look(): Promise<void> {
  const found = (await camerasHere()).length > 0
  if (found === isThere) return
  isThere = found
  for (const listener of listeners) listener()
}

const lookAgain = () => void look()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    navigator.mediaDevices.addEventListener('devicechange', lookAgain)
    lookAgain()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) navigator.mediaDevices.removeEventListener('devicechange', lookAgain)
  }
}

/** Whether this machine has a camera; which ones is told only to whoever opened one. */
export function useHasCamera(): boolean {
  return useSyncExternalStore(subscribe, () => isThere)
}
