import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Criterion } from '../../core/registry/settings.ts'
import classes from './criteria-form.module.css'
import type { FormState } from './part-form.tsx'

const kinds: readonly Criterion['kind'][] = ['inclusion', 'exclusion']

function freeId(criteria: readonly Criterion[]): string {
  let number = criteria.length + 1
  while (criteria.some(({ id }) => id === `criterion_${number}`)) number += 1
  return `criterion_${number}`
}

/** The protocol's eligibility checklist: each criterion in both languages. */
export function CriteriaForm({ draft, problems, scold, onChange }: FormState) {
  const { t } = useTranslation('study')
  const change = (criteria: readonly Criterion[]) => onChange({ ...draft, criteria })
  const changeOne = (id: string, to: Partial<Criterion>) =>
    change(draft.criteria.map((one) => (one.id === id ? { ...one, ...to } : one)))
  const add = () =>
    change([...draft.criteria, { id: freeId(draft.criteria), kind: 'inclusion', text: { en: '', fa: '' } }])
  const errorOf = (index: number, language: 'en' | 'fa') =>
    scold && problems.has(`criteria.${index}.text.${language}`) ? { error: t('problem.empty') } : {}
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('criteria.title')}
      </Title>
      <Text size="sm" className="quiet">
        {t('criteria.hint')}
      </Text>
      {scold && draft.criteria.length === 0 ? (
        <Text className={classes.problem} role="alert">
          {t('problem.noCriteria')}
        </Text>
      ) : null}
      {draft.criteria.map(({ id, kind, text }, index) => (
        <div key={id} className={classes.row}>
          <NativeSelect
            aria-label={t('criteria.kind')}
            value={kind}
            data={kinds.map((one) => ({ value: one, label: t(`criteria.${one}`) }))}
            onChange={(event) => {
              const chosen = kinds.find((one) => one === event.currentTarget.value)
              if (chosen !== undefined) changeOne(id, { kind: chosen })
            }}
          />
          <TextInput
            aria-label={t('inEnglish', { label: t('criteria.text') })}
            dir="ltr"
            value={text.en}
            onChange={(event) => changeOne(id, { text: { ...text, en: event.currentTarget.value } })}
            data-field={`criteria.${index}.text.en`}
            {...errorOf(index, 'en')}
          />
          <TextInput
            aria-label={t('inPersian', { label: t('criteria.text') })}
            dir="rtl"
            value={text.fa}
            onChange={(event) => changeOne(id, { text: { ...text, fa: event.currentTarget.value } })}
            data-field={`criteria.${index}.text.fa`}
            {...errorOf(index, 'fa')}
          />
          <ActionIcon
            aria-label={t('criteria.remove')}
            title={t('criteria.remove')}
            onClick={() => change(draft.criteria.filter((one) => one.id !== id))}
          >
            <IconTrash size={20} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
          {t('criteria.add')}
        </Button>
      </Group>
    </Stack>
  )
}
