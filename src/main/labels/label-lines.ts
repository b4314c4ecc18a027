/** The texts of labels: every field in both languages, numbers in the script of their line. */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from '../documents/dates.ts'
import { allPersianDigits, millilitres, participantDigits, persianDigits } from '../documents/digits.ts'
import { bold, piece, plain, type Run } from '../documents/rows.ts'
import type { Cell } from './compose.ts'
import type { LabelContent, LabelLine } from './label.ts'

/** A line's text in both languages. */
export type LinePair = { readonly left: Cell; readonly right: Cell }

/** The lines that stand in both languages. Codes and serials are the same in both and stand once. */
export type WrittenLine = Exclude<LabelLine, 'code' | 'serial'>

/** The texts of one label. */
export type LabelTexts = Readonly<Record<WrittenLine, LinePair>> & {
  readonly code: Cell
  readonly serial: Cell
  /** The trial's registry number alone, for small labels. */
  readonly registryId: Cell
  /** The contact's name without the word that introduces it, for small labels. */
  readonly contactName: LinePair
  /** The route without the word that introduces it, for small labels. */
  readonly routeAlone: LinePair
}

/** What every label of a trial says. */
const purpose: Both = { en: 'For clinical trial use only', fa: 'فقط برای کارآزمایی بالینی' }

function pair(line: LabelLine, en: readonly Run[], fa: readonly Run[]): LinePair {
  return { left: { line, language: 'en', runs: en }, right: { line, language: 'fa', runs: fa } }
}

/** A name of the field and a text that people wrote. */
function written(line: LabelLine, name: Both, text: Both): LinePair {
  return pair(line, [plain(`${name.en}:`), plain(text.en)], [plain(`${name.fa}:`), plain(persianDigits(text.fa))])
}

function telephone(line: LabelLine, name: Both, number: string): LinePair {
  return pair(line, [plain(`${name.en}:`), piece(number)], [plain(`${name.fa}:`), piece(allPersianDigits(number))])
}

/** Every line of a label's content, by name. */
export function labelLines(content: LabelContent): LabelTexts {
  const { contact, trial } = content
  const number = participantDigits(content.participantNumber)
  const moment = siteMoment(content.useBefore, content.timeZone)
  const volume = millilitres(content.volumeMicrolitres)
  return {
    participant: pair(
      'participant',
      [bold('Participant'), piece(number.en, 700)],
      [bold('شرکت‌کننده'), piece(number.fa, 700)],
    ),
    trial: pair(
      'trial',
      [piece(trial.registryId, 700), plain(trial.shortName.en)],
      [plain(persianDigits(trial.shortName.fa))],
    ),
    registryId: { line: 'trial', language: 'en', runs: [piece(trial.registryId, 700)] },
    code: { line: 'code', language: 'en', runs: [piece(groupCode(content.syringeCode), 700)] },
    serial: {
      line: 'serial',
      language: 'en',
      runs: [piece(`${content.syringeIndex}/${content.syringeCount} · ${content.serial}`)],
    },
    product: pair('product', [bold(content.product.en)], [bold(persianDigits(content.product.fa))]),
    form: pair(
      'form',
      [plain(`${content.form.en},`), piece(volume.en, 700)],
      [plain(`${persianDigits(content.form.fa)}،`), bold(volume.fa)],
    ),
    route: written('route', { en: 'Route', fa: 'راه مصرف' }, content.route),
    routeAlone: pair('route', [plain(content.route.en)], [plain(persianDigits(content.route.fa))]),
    storage: written('storage', { en: 'Storage', fa: 'نگهداری' }, content.storage),
    directions: written('directions', { en: 'Directions', fa: 'دستور مصرف' }, content.directions),
    useBefore: pair(
      'useBefore',
      [bold('Use before'), piece(`${moment.isoDate} ${moment.time}`, 700), plain(`(${moment.city}, ${moment.offset})`)],
      [bold(`مصرف پیش از ${moment.solarDate}، ساعت`), piece(moment.persianTime, 700), plain(moment.persianZone)],
    ),
    investigator: written('investigator', { en: 'Investigator', fa: 'پژوهشگر' }, content.investigator),
    contact: written('contact', { en: 'Contact', fa: 'تماس' }, contact.name),
    contactName: pair('contact', [plain(contact.name.en)], [plain(persianDigits(contact.name.fa))]),
    address: pair('address', [plain(contact.address.en)], [plain(persianDigits(contact.address.fa))]),
    phone: telephone('phone', { en: 'Phone', fa: 'تلفن' }, contact.phone),
    emergencyPhone: telephone(
      'emergencyPhone',
      { en: 'Emergency unblinding', fa: 'رفع کورسازی اضطراری' },
      contact.emergencyPhone,
    ),
    purpose: pair('purpose', [bold(purpose.en)], [bold(purpose.fa)]),
  }
}
