/** A picture of the camera: rows of grey from the top left, one byte a point. It is looked at once and overwritten. */
export type CameraPicture = { readonly width: number; readonly height: number; readonly grey: Uint8Array<ArrayBuffer> }

/** What finds a code in a picture. */
export type CodeReader = {
  /** The text of the code in the picture; undefined where there is none, or where looking for it took too long. */
  read(picture: CameraPicture): Promise<string | undefined>
  /** Ends whatever is being looked at, and leaves nothing of it. */
  end(): void
}
