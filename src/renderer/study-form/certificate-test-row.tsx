import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CertificateTest } from '../../core/registry/certificate-tests.ts'
import { useLanguage } from '../parts/language.ts'
import { Limits } from '../parts/measure.tsx'
import classes from './certificates-form.module.css'

/** One test in a line: its name and method, what it must find, and where that comes from. */
export function CertificateTestRow({ test }: { test: CertificateTest }) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  return (
    <div className={classes.test}>
      <div>
        <Text component="span" fw={550}>
          {test.name[language]}
        </Text>
        <Text component="span" size="sm" className="quiet" display="block">
          <bdi>{test.method}</bdi>
          {test.mandatory ? null : ` ${t('voluntary')}`}
        </Text>
      </div>
      <div>
        <Limits test={test} />
      </div>
      <Text size="sm" className="quiet" dir="auto">
        {test.source}
      </Text>
    </div>
  )
}
