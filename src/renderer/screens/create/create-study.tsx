import { Alert, Button, Group, Paper, Stack, Stepper, Text, Title } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Login } from '../../../core/registry/commands.ts'
import type { Refusal } from '../../../core/result.ts'
import { request } from '../../api.ts'
import { Count } from '../../parts/amount.tsx'
import { isChosen, noChoice } from '../../parts/passphrase-field.tsx'
import { Preferences } from '../../parts/preferences.tsx'
import { RefusalNote } from '../../parts/refusal.tsx'
import { CriteriaForm } from '../../study-form/criteria-form.tsx'
import { type Draft, emptyDraft, readDraft, withRegisteredFacts } from '../../study-form/draft.ts'
import { fields, inputsOf, type Part } from '../../study-form/fields.ts'
import { LabelPreview, useLabelPreview } from '../../study-form/label-preview.tsx'
import { PartForm } from '../../study-form/part-form.tsx'
import classes from './create-study.module.css'
import { FounderForm } from './founder-form.tsx'
import { RecoverySheets } from './recovery-sheets.tsx'
import { Summary } from './summary.tsx'

const steps = ['study', 'arms', 'dose', 'texts', 'people', 'summary'] as const
type Step = (typeof steps)[number]

/** Which parts of the settings are asked at a step. */
const partsAt: Record<Step, readonly Part[]> = {
  study: ['study'],
  arms: ['arms'],
  dose: ['dose'],
  texts: ['contact', 'label', 'emergency'],
  people: [],
  summary: [],
}

/** Who founds the study: its first pharmacist. */
export type Founder = { readonly name: string; readonly login: string; readonly choice: typeof noChoice }

/** Founds a study in five short steps, reads it back, and hands over the recovery sheets before going on. */
export function CreateStudy({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('study')
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [founder, setFounder] = useState<Founder>({ name: '', login: '', choice: noChoice })
  const [at, setAt] = useState(0)
  const [scolded, setScolded] = useState<readonly Step[]>([])
  const [refusal, setRefusal] = useState<Refusal>()
  const [sheets, setSheets] = useState<string>()
  const [busy, setBusy] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const step = steps[at] ?? 'study'
  const { settings, problems: wrongly } = readDraft(draft)
  const preview = useLabelPreview(draft)
  const problems = new Map([...preview.problems, ...wrongly])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what it is about.
  useEffect(() => {
    body.current?.scrollTo({ top: 0 })
    body.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [step])

  if (sheets !== undefined) return <RecoverySheets token={sheets} onDone={onDone} />

  const wrongAt = (which: Step): boolean => {
    if (which === 'people') return founderProblems(founder).size > 0
    const paths = partsAt[which].flatMap((part) => fields[part].flatMap(inputsOf))
    const criteria = which === 'arms' && [...problems.keys()].some((path) => path.startsWith('criteria'))
    return criteria || paths.some((path) => problems.has(path))
  }
  const scold = (which: Step) => {
    setScolded((before) => (before.includes(which) ? before : [...before, which]))
    // The first input that is wrong gets the focus once it is marked.
    requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"]')?.focus(),
    )
  }
  const goTo = (to: number) => {
    const wrong = steps.slice(0, to).findIndex(wrongAt)
    if (wrong === -1) return setAt(to)
    setAt(wrong)
    scold(steps[wrong] ?? 'study')
  }
  const create = async () => {
    if (settings === undefined) return
    setRefusal(undefined)
    const chosen = await request('choose', { purpose: 'create_study' })
    if (!chosen.ok) return 'refusal' in chosen ? setRefusal(chosen.refusal) : undefined
    if (chosen.value.file === undefined) return
    setBusy(true)
    const { name, login, choice } = founder
    const person = { name: name.trim(), login: login.trim().toLowerCase(), passphrase: choice.passphrase }
    const reply = await request('create', { file: chosen.value.file, settings, founder: person })
    setBusy(false)
    if (reply.ok) return setSheets(reply.value.onceDocument)
    if (!('refusal' in reply)) return
    setRefusal(reply.refusal)
    if (reply.refusal.rule === 'passphrase_weak') setAt(steps.indexOf('people'))
  }

  const form = { draft, problems, scold: scolded.includes(step), onChange: setDraft }
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Title order={1} size="h3">
          {t('create.title')}
        </Title>
        <Preferences />
      </header>
      <Stepper
        active={at}
        onStepClick={goTo}
        size="sm"
        className={classes.stepper ?? ''}
        iconSize={32}
        allowNextStepsSelect
      >
        {steps.map((one, index) => (
          <Stepper.Step key={one} icon={<Count value={index + 1} />} label={t(`create.step.${one}`)} />
        ))}
      </Stepper>
      <div className={classes.body} ref={body}>
        <Paper className={classes.sheet}>
          <Stack gap="md">
            <Text className="quiet">{t(`create.about.${step}`)}</Text>
            {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
            {step === 'study' ? <Offer draft={draft} onTake={() => setDraft(withRegisteredFacts(draft))} /> : null}
            {partsAt[step].map((part) => (
              <section key={part}>
                {partsAt[step].length > 1 ? (
                  <Title order={2} size="h5" mb="xs" mt="sm">
                    {t(`part.${part}`)}
                  </Title>
                ) : null}
                <PartForm part={part} {...form} />
                {part === 'label' ? <LabelPreview {...preview} /> : null}
              </section>
            ))}
            {step === 'arms' ? <CriteriaForm {...form} /> : null}
            {step === 'people' ? (
              <FounderForm
                founder={founder}
                onChange={setFounder}
                problems={founderProblems(founder)}
                scold={form.scold}
                studyCode={draft.texts['study.code'] ?? ''}
              />
            ) : null}
            {step === 'summary' && settings !== undefined ? <Summary settings={settings} founder={founder} /> : null}
          </Stack>
        </Paper>
      </div>
      <footer className={classes.footer}>
        <Button variant="default" onClick={() => (at === 0 ? onDone() : setAt(at - 1))} disabled={busy}>
          {t(at === 0 ? 'create.leave' : 'create.back')}
        </Button>
        {step === 'summary' ? (
          <Button onClick={() => void create()} loading={busy} disabled={settings === undefined}>
            {t('create.create')}
          </Button>
        ) : (
          <Button onClick={() => goTo(at + 1)}>{t('create.next')}</Button>
        )}
      </footer>
    </div>
  )
}

function Offer({ draft, onTake }: { draft: Draft; onTake(): void }) {
  const { t } = useTranslation('study')
  const taken = draft.texts['study.registryId'] === 'NCT06536712'
  return (
    <Alert variant="light" icon={<IconCertificate aria-hidden />}>
      <Group justify="space-between">
        <Text maw="44rem">{t(taken ? 'create.offerTaken' : 'create.offer')}</Text>
        {taken ? null : (
          <Button variant="default" onClick={onTake}>
            {t('create.offerTake')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

/** What is still wrong with the founder, by field. */
function founderProblems({ name, login, choice }: Founder): ReadonlyMap<string, string> {
  const problems = new Map<string, string>()
  if (name.trim().length < 2) problems.set('name', 'empty')
  if (!Login.safeParse(login).success) problems.set('login', 'login')
  if (!isChosen(choice)) problems.set('chosen', 'passphrase')
  return problems
}
