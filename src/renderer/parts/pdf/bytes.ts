// What pdf.js takes for granted and Chromium has since version 132: the bytes of an answer and of a blob. The fallback
// runtime (ADR 0011) is older; the legacy build of pdf.js fills in the language, and not these two.
for (const prototype of [Response.prototype, Blob.prototype])
  prototype.bytes ??= async function bytes(this: Response | Blob) {
    return new Uint8Array(await this.arrayBuffer())
  }
