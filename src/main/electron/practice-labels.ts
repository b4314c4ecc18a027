// The labels of the practice study as files, without a window: what `npm run labels` asks for.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app } from 'electron'
import { labelKinds } from '../../core/registry/settings.ts'
import { labelPages, sampleLabel } from '../labels/of-study.ts'
import type { Ports } from '../ports.ts'
import { practiceSettings } from '../practice/practice-settings.ts'

/** Codes and serials of nobody's syringes, each with its check character. */
const invented = [
  { syringeCode: 'MWHGQ8DNKHMV', serial: '7PK3XBY8H2T5' },
  { syringeCode: '7PK3XBY8H2T5', serial: 'E1Z9SG4NCW66' },
] as const

/** Writes the labels of two invented syringes as PDF, says what it wrote in one line of JSON, and ends the application. */
export async function writePracticeLabelsAndExit(folder: string, ports: Ports): Promise<void> {
  try {
    const settings = practiceSettings()
    const labels = invented.map((codes, index) => ({
      ...sampleLabel(settings, true),
      ...codes,
      participantNumber: index + 1,
    }))
    const prints = await labelPages(labels, await ports.fonts(), settings.labelSizes)
    await mkdir(folder, { recursive: true })
    const written: object[] = []
    for (const label of labelKinds) {
      const print = prints[label]
      if (!print.ok) throw new Error(`${label}: ${print.problems.map(({ line, language }) => `${line} (${language})`)}`)
      const file = join(folder, `${label}-labels.pdf`)
      const pdf = await ports.toPdf(print.page)
      await writeFile(file, pdf)
      written.push({ label, file, ...settings.labelSizes[label], pages: labels.length, bytes: pdf.length })
    }
    console.log(JSON.stringify({ language: app.getLocale(), labels: written }))
    app.exit(0)
  } catch (error) {
    console.error(`No labels were written: ${error instanceof Error ? error.message : String(error)}`)
    app.exit(1)
  }
}
