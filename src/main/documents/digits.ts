/** Numbers in the script of the line they stand in. */

const persianZero = 0x06f0
const letterOrDigitRun = /[\p{L}\p{N}]+(?:[-._/][\p{L}\p{N}]+)*/gu
const latinLetter = /\p{Script=Latin}/u

function persianDigit(digit: string): string {
  return String.fromCharCode(persianZero + Number(digit))
}

/** Every Latin digit as a Persian one, for numbers and telephone numbers. */
export function allPersianDigits(text: string): string {
  return text.replace(/[0-9]/g, persianDigit)
}

/** Persian digits for the numbers of a Persian text; names such as `NCT06536712` or `CD9` keep theirs. */
export function persianDigits(text: string): string {
  return text.replace(letterOrDigitRun, (run) => (latinLetter.test(run) ? run : allPersianDigits(run)))
}

/** A participant's number as it stands on labels and cards: at least three digits. */
export function participantDigits(participantNumber: number): { readonly en: string; readonly fa: string } {
  const en = String(participantNumber).padStart(3, '0')
  return { en, fa: allPersianDigits(en) }
}

const microlitresPerMillilitre = 1000
const maximumFractionDigits = 3
const latinNumber = new Intl.NumberFormat('en', { maximumFractionDigits, useGrouping: false })
const persianNumber = new Intl.NumberFormat('fa-IR', { maximumFractionDigits, useGrouping: false })

/** A volume in millilitres, with its unit, in both languages. */
export function millilitres(volumeMicrolitres: number): { readonly en: string; readonly fa: string } {
  const volume = volumeMicrolitres / microlitresPerMillilitre
  return { en: `${latinNumber.format(volume)} mL`, fa: `${persianNumber.format(volume)} میلی‌لیتر` }
}
