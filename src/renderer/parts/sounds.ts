/**
 * Short sounds, made here and played by no file. What sounds hangs on whether a scan was taken and on the common in-use
 * time, so it is the same for both arms.
 */
import { useSyncExternalStore } from 'react'

type Tone = { readonly hertz: number; readonly from: number; readonly seconds: number; readonly wave: OscillatorType }
type Sound = 'good' | 'bad' | 'soon' | 'over'

const loudness = 0.18

/** One high note: taken. Two low ones: not taken. Three: little time is left. A long one: no time is left. */
export const tones: Record<Sound, readonly Tone[]> = {
  good: [{ hertz: 1_320, from: 0, seconds: 0.09, wave: 'sine' }],
  bad: [
    { hertz: 196, from: 0, seconds: 0.22, wave: 'square' },
    { hertz: 147, from: 0.26, seconds: 0.34, wave: 'square' },
  ],
  soon: [0, 0.25, 0.5].map((from) => ({ hertz: 880, from, seconds: 0.15, wave: 'triangle' as const })),
  over: [{ hertz: 294, from: 0, seconds: 1.1, wave: 'square' }],
}

const remembered = 'counterseal.sound'
const listeners = new Set<() => void>()
let person = ''
let context: AudioContext | undefined

function keyOf(login: string): string {
  return login === '' ? remembered : `${remembered}.${login}`
}

/** Whether this person wants to hear them at this desk; they do until they say otherwise. */
export function soundsOn(login = person): boolean {
  return localStorage.getItem(keyOf(login)) !== 'off'
}

/** Says whose choice holds from now on: that of whoever is signed in. */
export function soundsOf(login: string | undefined): void {
  person = login ?? ''
  for (const listener of listeners) listener()
}

/** Switches the sounds on or off, for this person at this desk. */
export function switchSounds(on: boolean): void {
  localStorage.setItem(keyOf(person), on ? 'on' : 'off')
  for (const listener of listeners) listener()
  if (on) sound('good')
}

/** Whether the sounds are on. */
export function useSoundsOn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => soundsOn(),
  )
}

/** Plays a sound, where somebody wants to hear it and the machine can be heard. */
export function sound(which: Sound): void {
  if (!soundsOn()) return
  try {
    context ??= new AudioContext()
    play(context, which)
  } catch {
    // A machine without sound still shows and says everything.
  }
}

/** Lays the tones of a sound into a context, from now on. */
function play(into: AudioContext, which: Sound): void {
  for (const { hertz, from, seconds, wave } of tones[which]) {
    const start = into.currentTime + from
    const tone = into.createOscillator()
    const volume = into.createGain()
    tone.type = wave
    tone.frequency.value = hertz
    // Without a slope at both ends a tone clicks.
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(loudness, start + 0.01)
    volume.gain.setValueAtTime(loudness, start + seconds - 0.02)
    volume.gain.linearRampToValueAtTime(0, start + seconds)
    tone.connect(volume).connect(into.destination)
    tone.start(start)
    tone.stop(start + seconds)
  }
}
