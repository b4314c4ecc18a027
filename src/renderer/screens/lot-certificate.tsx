import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import type { CertificateAnswer } from '../../core/stock/answers.ts'
import type { JudgedTest } from '../../core/stock/certificate.ts'
import { Facts } from '../parts/facts.tsx'
import { useLanguage } from '../parts/language.ts'
import { Found, Limits, Measured, useVerdict } from '../parts/measure.tsx'
import { Day, Moment } from '../parts/moment.tsx'
import { CertificateDocument } from './certificate-document.tsx'
import classes from './lot-certificate.module.css'
import { usePeople } from './participant-words.ts'

const colours = { not_asked: 'gray', none: 'gray', incomplete: 'red', fails: 'red', fits: 'teal' } as const

/** A lot's certificate of analysis: what it says, judged test by test, its document, and the ones that it corrects. */
export function LotCertificate({ answer }: { answer: Answers['Lot'] }) {
  const { t } = useTranslation('certificate')
  const { certificates, certificateState: state, lot } = answer
  const [present, ...former] = certificates
  return (
    <section aria-labelledby="certificate">
      <Group gap="sm" mb="xs">
        <Title order={2} size="h4" id="certificate">
          {t('title')}
        </Title>
        <Badge variant={state === 'fits' ? 'outline' : 'light'} color={colours[state]} size="lg" tt="none">
          {t(`state.${state}`)}
        </Badge>
      </Group>
      {present === undefined ? (
        <Text className="quiet">
          {lot.released === undefined ? t(`next.${state}`) : t('by_reference', { reference: lot.released.certificate })}
        </Text>
      ) : (
        <Stack gap="sm">
          <Certificate certificate={present} />
          {former.map((one, index) => (
            <Former key={one.certificateId} certificate={one} correctedBy={certificates[index] ?? present} />
          ))}
        </Stack>
      )}
    </section>
  )
}

function Certificate({ certificate }: { certificate: CertificateAnswer }) {
  const { t } = useTranslation('certificate')
  const people = usePeople()
  const { reference, issuer, issuedOn, tests, others, document, particlesPerMicrogram, particlesPerDose } = certificate
  const computed = [
    { name: 'per_microgram', value: particlesPerMicrogram, unit: 'particles/µg' },
    { name: 'per_dose', value: particlesPerDose, unit: 'particles' },
  ] as const
  return (
    <>
      <Facts
        facts={[
          { label: t('reference'), value: <bdi>{reference}</bdi> },
          { label: t('issuer'), value: <bdi>{issuer}</bdi> },
          { label: t('issuedOn'), value: <Day on={issuedOn} /> },
          {
            label: t('entered'),
            value: (
              <>
                {people(certificate.by)}
                {t('and')}
                <Moment at={certificate.at} plain />
              </>
            ),
          },
        ]}
      />
      {tests.length === 0 ? null : <Tests tests={tests} />}
      {others.length === 0 ? null : (
        <Text size="sm" className="quiet">
          {t('others')} <bdi>{others.map(({ testId, value, unit }) => `${testId}: ${value} ${unit}`).join('; ')}</bdi>
        </Text>
      )}
      {particlesPerDose === undefined ? null : (
        <Facts
          facts={computed.map(({ name, value, unit }) => ({
            label: t(`computed.${name}`),
            value: value === undefined ? t('computed.not') : <Measured value={value} unit={unit} />,
          }))}
        />
      )}
      {document === undefined ? (
        <Text className="quiet">{t('document.none')}</Text>
      ) : (
        <CertificateDocument certificateId={certificate.certificateId} document={document} />
      )}
    </>
  )
}

function Tests({ tests }: { tests: readonly JudgedTest[] }) {
  const { t } = useTranslation('certificate')
  const verdictOf = useVerdict()
  const language = useLanguage()
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('test')}</th>
          <th scope="col">{t('found')}</th>
          <th scope="col">{t('limit')}</th>
          <th scope="col">{t('verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {tests.map(({ test, value, verdict }) => (
          <tr key={test.id} data-verdict={verdict}>
            <th scope="row">
              {test.name[language]}
              {test.method === '' ? null : (
                <>
                  <br />
                  <bdi className="quiet">{test.method}</bdi>
                </>
              )}
            </th>
            <td>{value === undefined ? <span className="quiet">–</span> : <Found test={test} value={value} />}</td>
            <td>
              <Limits test={test} bare={value !== undefined} />
            </td>
            <td className={verdict === 'fits' || !test.mandatory ? '' : classes.fails}>
              {verdictOf(test, verdict)}
              {test.mandatory ? null : <span className="quiet"> ({t('voluntary')})</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One that was corrected: struck out and never removed, with who corrected it, when and why. */
function Former({ certificate, correctedBy }: { certificate: CertificateAnswer; correctedBy: CertificateAnswer }) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  const people = usePeople()
  const found = certificate.tests.filter(({ value }) => value !== undefined)
  return (
    <div>
      <Text component="del" size="sm" className={classes.struck}>
        <bdi>{certificate.reference}</bdi>
        {t('and')}
        <bdi>{certificate.issuer}</bdi>
        {found.map(({ test, value = '' }) => (
          <span key={test.id}>
            {' · '}
            {test.name[language]} <Found test={test} value={value} />
          </span>
        ))}
      </Text>
      <Text size="sm" className="quiet">
        {t('corrected')} {people(correctedBy.by)}
        {t('and')}
        <Moment at={correctedBy.at} plain />: <bdi>{correctedBy.reason}</bdi>
      </Text>
    </div>
  )
}
