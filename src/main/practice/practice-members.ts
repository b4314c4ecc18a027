/**
 * The invented members of the practice study. Their passphrases are public on purpose: they are shown on the unlock
 * screen, and a file founded for practice can never become a real one.
 */
import type { Role } from '../../core/books.ts'

/** An invented person. */
export type InventedMember = {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly passphrase: string
}

export const founder: InventedMember = {
  login: 'parisa',
  name: 'Parisa Practice (invented)',
  role: 'pharmacist',
  passphrase: 'saffron teapot under the plane tree',
}

/** Everybody else, in the order in which they are enrolled. */
export const colleagues: readonly InventedMember[] = [
  {
    login: 'cyrus',
    name: 'Cyrus Practice (invented)',
    role: 'checker',
    passphrase: 'copper lantern beside the bazaar gate',
  },
  { login: 'qamar', name: 'Qamar Practice (invented)', role: 'qa', passphrase: 'walnut ladder against a snowy wall' },
  {
    login: 'iman',
    name: 'Dr Iman Practice (invented)',
    role: 'pi',
    passphrase: 'pomegranate orchard after heavy rain',
  },
  {
    login: 'dana',
    name: 'Dr Dana Practice (invented)',
    role: 'deputy_pi',
    passphrase: 'turquoise bicycle near the old bridge',
  },
  {
    login: 'taha',
    name: 'Taha Practice (invented)',
    role: 'theatre',
    passphrase: 'seven wooden spoons and a kettle',
  },
  {
    login: 'adel',
    name: 'Adel Practice (invented)',
    role: 'administrator',
    passphrase: 'quiet camel crossing the marble desert',
  },
]
