import { ActionIcon, Button, Group, Menu, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Arm, arms } from '../../../core/registry/settings.ts'
import { fieldDigits } from '../../moments.ts'
import { useBoth, useLanguage } from '../../parts/language.ts'
import { useSaid } from '../participant-words.ts'
import { usePlannedWords } from '../worksheet-words.ts'
import {
  addStep,
  amountsOf,
  changeStep,
  type Draft,
  type DraftStep,
  gapsOf,
  makeAlike,
  moveStep,
  newStep,
  type Reading,
  readStep,
  removeStep,
  type StepName,
  stepNames,
} from './draft.ts'
import { useProblemWords, useProposedWords } from './words.ts'
import classes from './worksheets.module.css'

type RowProps = {
  readonly place: number
  readonly draft: Draft
  readonly reading: Reading
  readonly opened: boolean
  onOpen(place: number | undefined): void
  onChange(draft: Draft): void
}

/** One place of both worksheets, side by side, with what differs between them; opened, it can be changed. */
export function StepRow(props: RowProps) {
  const { place, draft, reading, opened, onOpen, onChange } = props
  const { t } = useTranslation('worksheet')
  const said = useSaid()
  const words = useProblemWords()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // The first one stands at the top, under what is said of all of them.
    if (opened && place > 0) row.current?.scrollIntoView({ block: 'nearest' })
  }, [opened, place])
  const here = ({ line }: { readonly line: number }) => line === place + 1
  const differences = reading.differences.filter(here).map(words.difference)
  const problems = [...new Set(arms.flatMap((arm) => reading.problems[arm].filter(here).map(words.problem)))]
  const wrong = [...differences, ...problems]
  const move = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const by = event.key === 'ArrowUp' ? -1 : 1
    const arm = (event.target as Element).closest<HTMLElement>('[data-arm]')?.dataset['arm'] === 'B' ? 'B' : 'A'
    const moved = moveStep(draft, arm, place, by)
    if (moved[arm] === draft[arm]) return
    onChange(moved)
    onOpen(place + by)
  }
  return (
    <li ref={row} className={classes.row} data-wrong={wrong.length > 0} data-opened={opened} onKeyDown={move}>
      <span className={classes.place}>{said.count(place + 1)}</span>
      {wrong.length === 0 ? null : (
        <Group className={classes.wrong ?? ''} gap="md">
          <Text c="var(--red-ink)" fw={550}>
            {wrong.join(' ')}
          </Text>
          {differences.length === 0
            ? null
            : arms.map((arm) => (
                <Button key={arm} variant="default" onClick={() => onChange(makeAlike(draft, arm, place))}>
                  {t(`make_alike.${arm}`)}
                </Button>
              ))}
        </Group>
      )}
      {arms.map((arm) => (
        <Side key={arm} arm={arm} step={draft[arm][place]} {...props} />
      ))}
    </li>
  )
}

type SideProps = RowProps & { readonly arm: Arm; readonly step: DraftStep | undefined }

function Side(props: SideProps) {
  const { arm, step, place, draft, opened, onOpen, onChange } = props
  const { t } = useTranslation(['worksheet', 'dose'])
  const both = useBoth()
  const planned = usePlannedWords()
  if (step === undefined)
    return (
      <div data-arm={arm} className={classes.side}>
        <Text className="quiet">{t('no_step')}</Text>
        <AddMenu
          onAdd={(added) => onChange(addStep({ ...draft, together: false }, arm, draft[arm].length - 1, added))}
        />
      </div>
    )
  if (!opened) {
    const read = readStep(step)
    const plan = read === undefined ? undefined : planned(read)
    return (
      <button type="button" data-arm={arm} className={classes.closed} onClick={() => onOpen(place)}>
        <strong>{t(`dose:steps.${step.name}`)}</strong>
        {plan === undefined ? null : (
          <span>
            <bdi>{plan}</bdi>
          </span>
        )}
        {step.name === 'inspect' ? <span>{both(step.standard)}</span> : null}
        <span className="quiet">{both(step.instruction)}</span>
        {read === undefined ? <span className={classes.gap}>{t('incomplete')}</span> : null}
      </button>
    )
  }
  return <OpenSide {...props} step={step} />
}

function OpenSide({ arm, step, place, draft, onOpen, onChange }: SideProps & { readonly step: DraftStep }) {
  const { t } = useTranslation(['worksheet', 'dose'])
  const words = useProposedWords()
  const language = useLanguage()
  const gaps = new Set(gapsOf(step))
  const change = (what: Partial<DraftStep>) => onChange(changeStep(draft, arm, place, what))
  const gap = (path: string) => (gaps.has(path) ? { error: t('gap') } : {})
  const move = (by: -1 | 1) => {
    onChange(moveStep(draft, arm, place, by))
    onOpen(Math.min(Math.max(place + by, 0), draft[arm].length - 1))
  }
  const kinds = stepNames.map((name) => ({ value: name, label: t(`dose:steps.${name}`) }))
  return (
    <Stack data-arm={arm} className={classes.side ?? ''} gap="xs">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <NativeSelect
          label={t('kind')}
          data={kinds}
          value={step.name}
          onChange={(event) => {
            const name = event.currentTarget.value as StepName
            change({ name, amounts: {}, instruction: words(name) })
          }}
        />
        <Group gap={4} wrap="nowrap" ms="auto">
          <ActionIcon aria-label={t('move_up')} title={t('move_up')} disabled={place === 0} onClick={() => move(-1)}>
            <IconArrowUp aria-hidden size={20} />
          </ActionIcon>
          <ActionIcon
            aria-label={t('move_down')}
            title={t('move_down')}
            disabled={place >= draft[arm].length - 1}
            onClick={() => move(1)}
          >
            <IconArrowDown aria-hidden size={20} />
          </ActionIcon>
          <AddMenu
            onAdd={(added) => {
              onChange(addStep(draft, arm, place, added))
              onOpen(place + 1)
            }}
          />
          <ActionIcon
            color="red"
            aria-label={t('remove')}
            title={t('remove')}
            disabled={draft[arm].length === 1}
            onClick={() => onChange(removeStep(draft, arm, place))}
          >
            <IconTrash aria-hidden size={20} />
          </ActionIcon>
        </Group>
      </Group>
      {amountsOf[step.name].length === 0 ? null : (
        <Group gap="sm" align="flex-start" grow>
          {amountsOf[step.name].map((name) => (
            <TextInput
              key={name}
              label={t(`amount.${name}`)}
              dir="ltr"
              inputMode="decimal"
              value={fieldDigits(step.amounts[name] ?? '', language)}
              onChange={(event) => change({ amounts: { ...step.amounts, [name]: event.currentTarget.value } })}
              {...gap(name)}
            />
          ))}
        </Group>
      )}
      {step.name === 'inspect'
        ? (['en', 'fa'] as const).map((language) => (
            <TextInput
              key={language}
              label={t(`standard.${language}`)}
              lang={language}
              dir={language === 'fa' ? 'rtl' : 'ltr'}
              maxLength={300}
              value={step.standard[language]}
              onChange={(event) => change({ standard: { ...step.standard, [language]: event.currentTarget.value } })}
              {...gap(`standard.${language}`)}
            />
          ))
        : null}
      {(['en', 'fa'] as const).map((language) => (
        <TextInput
          key={language}
          label={t(`instruction.${language}`)}
          lang={language}
          dir={language === 'fa' ? 'rtl' : 'ltr'}
          maxLength={300}
          value={step.instruction[language]}
          onChange={(event) => change({ instruction: { ...step.instruction, [language]: event.currentTarget.value } })}
          {...gap(`instruction.${language}`)}
        />
      ))}
    </Stack>
  )
}

/** Adds a step of a kind after this one. */
function AddMenu({ onAdd }: { onAdd(step: DraftStep): void }) {
  const { t } = useTranslation(['worksheet', 'dose'])
  const words = useProposedWords()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('add')} title={t('add')}>
          <IconPlus aria-hidden size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {stepNames.map((name) => (
          <Menu.Item key={name} onClick={() => onAdd(newStep(name, words(name)))}>
            {t(`dose:steps.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
