import { ActionIcon, Alert, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { IconBook, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateTest } from '../../core/registry/certificate-tests.ts'
import { proposedTests } from '../../core/registry/proposed-tests.ts'
import { type Arm, arms } from '../../core/registry/settings.ts'
import { useLanguage } from '../parts/language.ts'
import { CertificateTestEditor } from './certificate-test-editor.tsx'
import { CertificateTestRow } from './certificate-test-row.tsx'
import classes from './certificates-form.module.css'
import type { FormState } from './part-form.tsx'

function freeId(tests: readonly CertificateTest[]): string {
  let number = tests.length + 1
  while (tests.some(({ id }) => id === `test_${number}`)) number += 1
  return `test_${number}`
}

/** The tests of each product's certificate; proposals stand in the form only once somebody asks for them. */
export function CertificatesForm({ draft, problems, onChange }: FormState) {
  const { t } = useTranslation(['certificate', 'study'])
  const language = useLanguage()
  const [arm, setArm] = useState<Arm>('A')
  const [edited, setEdited] = useState<{ id: string; test: CertificateTest | undefined }>()
  const [proposed, setProposed] = useState(false)
  const tests = draft.certificates[arm]
  const change = (to: readonly CertificateTest[]) =>
    onChange({ ...draft, certificates: { ...draft.certificates, [arm]: [...to] } })
  const keep = (test: CertificateTest) => {
    const isKnown = tests.some(({ id }) => id === test.id)
    change(isKnown ? tests.map((one) => (one.id === test.id ? test : one)) : [...tests, test])
    setEdited(undefined)
  }
  const productOf = (one: Arm) => {
    const { [`arms.${one}.product.${language}`]: product = '' } = draft.texts
    return product.trim() === '' ? one : product
  }
  return (
    <Stack gap="sm" mt="lg">
      <Title order={3} size="h5">
        {t('tests.title')}
      </Title>
      <Text size="sm" className="quiet">
        {t('tests.hint')}
      </Text>
      <Group>
        <SegmentedControl
          aria-label={t('tests.of')}
          value={arm}
          onChange={(value) => setArm(arms.find((one) => one === value) ?? 'A')}
          data={arms.map((one) => ({ value: one, label: productOf(one) }))}
        />
      </Group>
      {proposed ? (
        <Alert variant="light" color="gray" icon={<IconBook aria-hidden />}>
          {t('tests.proposed')}
        </Alert>
      ) : null}
      {tests.length === 0 ? <Text>{t('tests.empty')}</Text> : null}
      {tests.map((test, index) => {
        const problem = problems.get(`certificates.${arm}.${index}`)
        const name = test.name[language]
        return (
          <div key={test.id} className={classes.row}>
            <CertificateTestRow test={test} />
            <ActionIcon
              aria-label={t('tests.edit', { name })}
              title={t('tests.edit', { name })}
              onClick={() => setEdited({ id: test.id, test })}
            >
              <IconPencil size={20} aria-hidden />
            </ActionIcon>
            <ActionIcon
              aria-label={t('tests.remove', { name })}
              title={t('tests.remove', { name })}
              onClick={() => change(tests.filter((one) => one.id !== test.id))}
            >
              <IconTrash size={20} aria-hidden />
            </ActionIcon>
            {problem === undefined ? null : (
              <Text className={classes.problem} role="alert">
                {t('study:problem.contradicts.certificates')}
              </Text>
            )}
          </div>
        )
      })}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setEdited({ id: freeId(tests), test: undefined })}
        >
          {t('tests.add')}
        </Button>
        {tests.length > 0 ? null : (
          <Button
            variant="default"
            leftSection={<IconBook size={18} aria-hidden />}
            onClick={() => {
              setProposed(true)
              change(proposedTests[arm])
            }}
          >
            {t('tests.propose')}
          </Button>
        )}
      </Group>
      <CertificateTestEditor edited={edited} onKeep={keep} onClose={() => setEdited(undefined)} />
    </Stack>
  )
}
