import { useTranslation } from 'react-i18next'
import { type CertificateTest, limitValue, unitOf } from '../../core/registry/certificate-tests.ts'
import type { Verdict } from '../../core/stock/certificate.ts'
import { persianNumber } from '../../core/text.ts'
import type { Language } from '../i18n/index.ts'
import { useLanguage } from './language.ts'

/** From so many digits before the point on, a number is written as a power of ten. */
const longestWhole = 6
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A canonical decimal number for people: exact, long ones as a power of ten, in the digits of the language. */
export function measured(value: string, language: Language): string {
  const sign = /^[<>]/.exec(value)?.[0]
  const number = limitValue(value)
  const [whole = '', fraction] = number.split('.')
  const digits = whole.replace('-', '')
  const power = digits.length - 1
  const plain =
    digits.length <= longestWhole
      ? number
      : `${whole.startsWith('-') ? '-' : ''}${`${digits[0]}.${digits.slice(1)}${fraction ?? ''}`.replace(/\.?0+$/, '')}`
  const written = language === 'fa' ? persianNumber(plain) : plain
  const raised = [...String(power)].map((digit) => superscripts[Number(digit)]).join('')
  const ten = language === 'fa' ? persianNumber('10') : '10'
  const said = digits.length <= longestWhole ? written : `${written} × ${ten}${raised}`
  return sign === undefined ? said : `${sign} ${said}`
}

/** A value with its unit, never turned around by the sentence that it stands in. */
export function Measured({ value, unit }: { value: string; unit: string }) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  return (
    <span className="nowrap">
      <bdi dir="ltr">{measured(value, language)}</bdi> <bdi>{t(`unit.${unit}`, { defaultValue: unit })}</bdi>
    </span>
  )
}

/** What a certificate says of one test: a word, or a value with its unit. */
export function Found({ test, value }: { test: CertificateTest; value: string }) {
  const { t } = useTranslation('certificate')
  return test.kind === 'word' ? t(`word.${value}`) : <Measured value={value} unit={unitOf(test)} />
}

/** The limits of a test with their unit, or the word that is expected; without the unit where it stands beside them. */
export function Limits({ test, bare = false }: { test: CertificateTest; bare?: boolean }) {
  const { t } = useTranslation('certificate')
  const language = useLanguage()
  if (test.kind === 'word') return t(`word.${test.expected}`)
  const { lower, upper } = test
  const one = (limit: string, sign: '≥' | '≤') => measured(limit, language).replace(/^(?![<>])/, `${sign} `)
  const said = [lower === undefined ? [] : [one(lower, '≥')], upper === undefined ? [] : [one(upper, '≤')]].flat()
  if (said.length === 0) return <span className="quiet">{t('no_limit')}</span>
  const unit = unitOf(test)
  return (
    <span>
      {said.map((text, index) => (
        <span key={text}>
          {index > 0 ? t('and') : null}
          <bdi dir="ltr" className="nowrap">
            {text}
          </bdi>
        </span>
      ))}
      {bare ? null : (
        <>
          {' '}
          <bdi className="nowrap">{t(`unit.${unit}`, { defaultValue: unit })}</bdi>
        </>
      )}
    </span>
  )
}

/** How a result stands to its test, in words: limits are kept, a word is as it should be. */
export function useVerdict(): (test: CertificateTest, verdict: Verdict) => string {
  const { t } = useTranslation('certificate')
  return (test, verdict) => t(`verdicts.${test.kind === 'word' && verdict !== 'missing' ? `word_${verdict}` : verdict}`)
}
