/**
 * What may be sent over each channel. This table is the whole bridge; both sides are checked against it.
 *
 * A file never crosses by path: the shell's dialogs hand out a token, and a request names the token.
 */
import { z } from 'zod'
import { ofPlace } from '../core/accounts/record.ts'
import { mostPeople } from '../core/closing/rules.ts'
import { Command } from '../core/decide.ts'
import { Question } from '../core/questions.ts'
import { Login } from '../core/registry/commands.ts'
import { Arm, LabelSettings, labelKinds, StudySettings } from '../core/registry/settings.ts'
import { ImportTemperatures } from '../core/stock/logger-import.ts'
import { CurveWindow } from '../core/stock/temperature-answers.ts'
import { line } from '../core/text.ts'
import type { Channel } from './channels.ts'
import { mostFrameHeight, mostFrameWidth } from './frame.ts'

/** A passphrase as typed. Its strength is judged where it is chosen; here it is only bounded. */
const Passphrase = z.string().min(1).max(256)
const FileToken = z.string().max(64)
const DotsPerInch = z.literal([203, 300])

export const LabelPrinter = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('dialog') }),
  z.strictObject({ way: z.literal('printer'), name: z.string().min(1).max(200) }),
  z.strictObject({ way: z.literal('zpl'), name: z.string().min(1).max(200), dotsPerInch: DotsPerInch }),
])
/** Where labels go: the system's dialog each time, an installed printer, or a label printer that is sent its own language. */
export type LabelPrinter = z.infer<typeof LabelPrinter>

export const requests = {
  /** Where the program stands: no file, locked, open; and as whom. */
  status: z.undefined(),
  /** Asks the user for a file by the system's dialog. Answers with a token, never with a path. */
  choose: z.strictObject({
    purpose: z.enum(['open_study', 'create_study', 'allocation_list', 'copy', 'pack_record', 'certificate', 'logger']),
  }),
  /** Founds a study: the file's birth certificate, and the first pharmacist. */
  create: z.strictObject({
    file: FileToken,
    settings: StudySettings,
    founder: z.strictObject({ name: line(80, 2), login: Login, passphrase: Passphrase }),
  }),
  /** Opens a file by token or by its place in the list of recent files. */
  open: z.strictObject({ file: FileToken }),
  /** Opens the practice study, made anew when `fresh`. */
  practice: z.strictObject({ fresh: z.boolean() }),
  close: z.undefined(),
  unlock: z.strictObject({ login: z.string().max(64), passphrase: Passphrase }),
  lock: z.undefined(),
  /** The one door for every act. Secrets travel beside the command and are never recorded. */
  submit: z.strictObject({
    command: Command,
    /** The signer's own passphrase, for acts that are signatures. */
    passphrase: Passphrase.optional(),
    /** The second person at the same machine. */
    witness: z.strictObject({ login: z.string().max(64), passphrase: Passphrase }).optional(),
    /** Everybody else who opens the whole list together, one after the other at the same machine. */
    together: z
      .array(z.strictObject({ login: z.string().max(64), passphrase: Passphrase }))
      .max(mostPeople - 1)
      .readonly()
      .optional(),
    /** A passphrase chosen just now: by a new member, or instead of one's own former one. */
    chosen: Passphrase.optional(),
    file: FileToken.optional(),
  }),
  ask: z.strictObject({ question: Question }),
  /** Entries of the ledger, newest first, with the parts that this person's keys open. */
  trail: z.strictObject({ before: z.int().min(0).optional(), limit: z.int().min(1).max(200) }),
  /** Renders a document. `save` asks where to; `view` answers with the PDF. */
  document: z.strictObject({
    document: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('labels'), doseId: z.string().max(40) }),
      /** Labels of one kind in the language of label printers; a look shows the picture that the printer makes of it. */
      z.strictObject({
        kind: z.literal('label_zpl'),
        doseId: z.string().max(40),
        label: z.enum(labelKinds),
        dotsPerInch: DotsPerInch,
      }),
      /** The account of labels, for each participant and in all. */
      z.strictObject({ kind: z.literal('label_account') }),
      z.strictObject({ kind: z.literal('chain_of_custody'), syringeId: z.string().max(40) }),
      /** Goes along with a dose whose receiver does not sign at the machine; its code is scanned when it comes back. */
      z.strictObject({ kind: z.literal('receipt'), doseId: z.string().max(40) }),
      z.strictObject({ kind: z.literal('break_record'), breakId: z.string().max(40) }),
      z.strictObject({ kind: z.literal('knowledge') }),
      /** The codes of a lot's vials; printing them again needs a reason. */
      z.strictObject({ kind: z.literal('vial_codes'), lotId: z.string().max(40), reason: line(400, 0) }),
      /** A certificate's document as it was taken in; it can be looked at or saved, not printed. */
      z.strictObject({ kind: z.literal('certificate'), certificateId: z.string().max(40) }),
      /** What lies in the safe with an emergency pack: how it is used, and the digest of its page. */
      z.strictObject({ kind: z.literal('pack_sheet'), packId: z.string().max(40) }),
      /** The opened list, on paper or as a table for other programs; a table can only be saved. */
      z.strictObject({ kind: z.literal('whole_list') }),
      z.strictObject({ kind: z.literal('whole_list_table') }),
      /** What was destroyed or went back, with the two who signed. */
      z.strictObject({ kind: z.literal('vials_certificate'), batchId: z.string().max(40) }),
      z.strictObject({ kind: z.literal('syringes_certificate'), batchId: z.string().max(40) }),
      /** The accountability record in its three forms, on paper or as a table; the full one tells arms. */
      z.strictObject({ kind: z.enum(['stock_record', 'full_record']), product: Arm, ...ofPlace }),
      z.strictObject({ kind: z.enum(['stock_record_table', 'full_record_table']), product: Arm, ...ofPlace }),
      /** Every step of a dose's preparation; it tells an arm, and why it is wanted is recorded. */
      z.strictObject({ kind: z.literal('batch_record'), doseId: z.string().max(40), reason: line(400, 3) }),
      z.strictObject({ kind: z.literal('site_record') }),
      z.strictObject({ kind: z.literal('site_record_table') }),
      /** Code cards, emergency packs and recovery sheets exist once, in memory, after the act that made them. */
      z.strictObject({ kind: z.literal('once'), token: z.string().max(64) }),
    ]),
    as: z.enum(['view', 'save', 'print']),
  }),
  /** What is in a logger's file and what recording it would do. Nothing is recorded by it. */
  logger: z.strictObject({
    file: FileToken,
    ...ImportTemperatures.omit({ type: true }).shape,
    ...CurveWindow,
  }),
  /** Leaves the reading of a logger's file that is under way, and forgets the file. Nothing of it was recorded. */
  stop: z.undefined(),
  /** How the labels of these settings will look, and what of them does not fit. Nothing is recorded by it. */
  labels: z.strictObject({ settings: LabelSettings }),
  /** The printers of this machine; with `use`, the one that labels of a kind go to from now on. */
  printers: z.strictObject({ use: z.strictObject({ label: z.enum(labelKinds), printer: LabelPrinter }).optional() }),
  /** How strong a passphrase is that somebody is choosing. */
  strength: z.strictObject({ passphrase: Passphrase, words: z.array(z.string().max(80)).max(8) }),
  /** Checks the whole trail: chain, keyring, every signature. Needs no key. */
  verify: z.undefined(),
  /** Copies the sealed file as it is to a place that the user chose. */
  copy: z.strictObject({ file: FileToken }),
  /** The window shows something that tells an arm, or does so no longer. */
  present: z.strictObject({ unblinded: z.boolean() }),
  /** Opens a page in the browser of the system. The window names it; the shell knows its address. */
  link: z.strictObject({ link: z.enum(['registration']) }),
  /** Asks for the camera, at somebody's press, or closes it again. */
  camera: z.strictObject({ open: z.boolean() }),
  /** A picture of the camera, looked at for a code and overwritten; taken only while the camera is open. */
  frame: z
    .strictObject({
      width: z.int().min(1).max(mostFrameWidth),
      height: z.int().min(1).max(mostFrameHeight),
      /** One byte a point, and nothing around them. */
      grey: z.custom<Uint8Array<ArrayBuffer>>(
        (bytes) => bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer,
      ),
    })
    .refine(
      ({ width, height, grey }) => grey.length === width * height && grey.buffer.byteLength === grey.length,
      'not_a_picture',
    ),
} satisfies Record<Channel, z.ZodType>

export type Requests = { [C in Channel]: z.infer<(typeof requests)[C]> }
