import { Alert, Button, Stack, Tabs, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { arms, type StudySettings } from '../../core/registry/settings.ts'
import { contradicted } from '../../core/stock/worksheets.ts'
import { useAnswer } from '../api.ts'
import { fieldDigits } from '../moments.ts'
import type { Fact } from '../parts/facts.tsx'
import { useLanguage } from '../parts/language.ts'
import { useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { CertificatesForm } from '../study-form/certificates-form.tsx'
import { CriteriaForm } from '../study-form/criteria-form.tsx'
import { type Draft, draftOf, readDraft } from '../study-form/draft.ts'
import { fields, inputsOf, type Part, parts } from '../study-form/fields.ts'
import { LabelPreview, useLabelPreview } from '../study-form/label-preview.tsx'
import { PartForm } from '../study-form/part-form.tsx'

const leastReason = 3

/** Changes the settings: what is different is read back, with the reason, before it is signed. */
export function SettingsEdit({ answer, onDone }: { answer: Answers['Settings']; onDone(): void }) {
  const { t } = useTranslation(['registry', 'study', 'common'])
  const before = useRef(draftOf(answer.settings)).current
  const [draft, setDraft] = useState(before)
  const [part, setPart] = useState<Part>('study')
  const [reason, setReason] = useState('')
  const [scold, setScold] = useState(false)
  const [signing, setSigning] = useState(false)
  const { field, refuse } = useFormRefusal()
  const { settings, problems: wrongly } = readDraft(draft)
  const preview = useLabelPreview(draft)
  const problems = new Map([...preview.problems, ...wrongly])
  const changed = useChanges(before, draft)
  const told = reason.trim().length >= leastReason
  const ended = useEndedWorksheets(settings)
  const command: Command | undefined =
    settings !== undefined && preview.problems.size === 0 && told
      ? { type: 'ChangeSettings', settings, reason: reason.trim() }
      : undefined

  const readBack = () => {
    setScold(true)
    if (command !== undefined) return setSigning(true)
    const ofTests = (one: Part) =>
      one === 'stock' && [...problems.keys()].some((path) => path.startsWith('certificates'))
    const wrong = parts.find((one) => ofTests(one) || partPaths(one).some((path) => problems.has(path)))
    if (wrong !== undefined) setPart(wrong)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const form = { draft, problems, scold, onChange: setDraft }
  return (
    <Screen
      title={t('settings.change')}
      help={t('settings.changeHelp')}
      actions={
        <Button variant="default" onClick={onDone}>
          {t('settings.leave')}
        </Button>
      }
      primary={
        <Button onClick={readBack} disabled={changed.length === 0}>
          {t('settings.readBack')}
        </Button>
      }
    >
      <Stack gap="md">
        {answer.sealed ? (
          <Alert variant="light" color="gray" icon={<IconLock aria-hidden />}>
            {t('settings.sealed')}
          </Alert>
        ) : null}
        <TextInput
          label={t('settings.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...field('reason')}
          {...(scold && !told ? { error: t('reasonNeeded') } : {})}
          required
        />
        <Tabs
          value={part}
          onChange={(value) => setPart(parts.find((one) => one === value) ?? 'study')}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {parts.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`study:part.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {parts.map((one) => (
            <Tabs.Panel key={one} value={one}>
              <PartForm part={one} {...form} />
              {one === 'label' || one === 'contact' ? <LabelPreview {...preview} /> : null}
              {one === 'arms' ? <CriteriaForm {...form} /> : null}
              {one === 'stock' ? <CertificatesForm {...form} /> : null}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('settings.change')}
        facts={[...changed, ...ended, { label: t('settings.reason'), value: <bdi>{reason}</bdi> }]}
        action={t('settings.act')}
        onDone={onDone}
        onRefused={(refusal) => {
          const path = refusal.field?.replace(/^settings\./, '')
          const of = parts.find((one) => partPaths(one).some((known) => known === path))
          if (of === undefined || path === undefined) return false
          setPart(of)
          refuse({ ...refusal, field: path })
          return true
        }}
      />
    </Screen>
  )
}

/** Worksheets that the changed settings would end: they say otherwise. */
function useEndedWorksheets(settings: StudySettings | undefined): Fact[] {
  const { t } = useTranslation('registry')
  const { answer } = useAnswer<'Worksheets'>({ type: 'Worksheets' })
  if (settings === undefined || answer === undefined) return []
  const pairs = [answer.inForce, answer.waiting].filter((pair) => pair !== undefined)
  return contradicted(pairs, settings).map(({ version }) => ({
    label: t('settings.endsWorksheets'),
    value: t('settings.endsWorksheetsHow', { version }),
  }))
}

function partPaths(part: Part): readonly string[] {
  return fields[part].flatMap(inputsOf)
}

/** What differs, as it was and as it will be. */
function useChanges(before: Draft, after: Draft): Fact[] {
  const { t } = useTranslation(['registry', 'study', 'certificate'])
  const language = useLanguage()
  const found: Fact[] = []
  for (const part of parts) {
    for (const field of fields[part]) {
      for (const path of inputsOf(field)) {
        const [was = '', is = ''] = [before.texts[path], after.texts[path]]
        if (was === is) continue
        const label = t(`study:field.${field.path.replaceAll('.', '_')}.label`)
        const named = path.endsWith('.en')
          ? t('study:inEnglish', { label })
          : path.endsWith('.fa')
            ? t('study:inPersian', { label })
            : label
        const said = (text: string) =>
          text === '' ? t('study:noLimit') : field.kind === 'count' ? fieldDigits(text, language) : text
        found.push({ label: named, value: t('settings.wasIs', { was: said(was), is: said(is) }) })
      }
    }
  }
  if (JSON.stringify(before.criteria) !== JSON.stringify(after.criteria))
    found.push({ label: t('study:criteria.title'), value: t('settings.criteriaChanged') })
  for (const arm of arms) {
    const [was, is] = [before.certificates[arm], after.certificates[arm]]
    if (JSON.stringify(was) === JSON.stringify(is)) continue
    const count = is.length === 0 ? t('certificate:tests.none') : t('certificate:tests.count', { count: is.length })
    found.push({
      label: `${t('certificate:tests.title')}, ${t(`study:field.arms_${arm}_product.label`)}`,
      value: `${t('certificate:tests.changed')}: ${count}`,
    })
  }
  return found
}
