/// <reference path="./sodium-native.d.ts" />
/**
 * The one door to libsodium. Every cryptographic act of the application goes through this package.
 *
 * Electron's own crypto accepts malformed Ed25519 keys and signatures that libsodium refuses, so signatures are never
 * checked with anything else.
 */
import sodium from 'sodium-native'

export { sodium }
