/** The package ships no types; what is called of it is typed in `sodium.ts`. */
declare module 'sodium-native' {
  const native: unknown
  // biome-ignore lint/style/noDefaultExport: this is how the package is imported.
  export default native
}
