import { Alert, Group, List, Loader, Stack, Text, Title } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Replies } from '../../contract/replies.ts'
import { type LabelKind, type LabelSettings, labelKinds, leastLabelPoints } from '../../core/registry/settings.ts'
import { request } from '../api.ts'
import { digits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'
import { type Draft, labelSettingsOf, type Problem } from './draft.ts'
import classes from './label-preview.module.css'

/** Somebody who types is not interrupted; the labels are drawn once they pause. */
const pauseMilliseconds = 350

export type Preview = {
  readonly settings: LabelSettings | undefined
  readonly drawn: Replies['labels'] | undefined
  readonly state: 'drawing' | 'drawn' | 'failed'
  /** What does not fit, by the path of the input that it comes from. */
  readonly problems: ReadonlyMap<string, Problem>
}

/** The labels of a draft, drawn by the shell as it prints them, anew whenever something of them changes. */
export function useLabelPreview(draft: Draft): Preview {
  const said = JSON.stringify(labelSettingsOf(draft))
  const settings = useMemo(() => (said === undefined ? undefined : (JSON.parse(said) as LabelSettings)), [said])
  const [drawn, setDrawn] = useState<Replies['labels']>()
  const [state, setState] = useState<Preview['state']>('drawing')
  useEffect(() => {
    if (settings === undefined) return
    let isLate = false
    setState('drawing')
    const waiting = setTimeout(async () => {
      const reply = await request('labels', { settings })
      if (isLate) return
      setState(reply.ok ? 'drawn' : 'failed')
      if (reply.ok) setDrawn(reply.value)
    }, pauseMilliseconds)
    return () => {
      isLate = true
      clearTimeout(waiting)
    }
  }, [settings])
  const problems = new Map<string, Problem>()
  // What was found in a text that somebody has changed since holds nobody up.
  const unfit = state === 'drawn' ? (drawn?.unfit ?? []) : []
  for (const { field, label, line, language, reason } of unfit)
    if (!problems.has(field)) problems.set(field, { key: 'labelLine', values: { label, line, language, reason } })
  return { settings, drawn, state, problems }
}

/** Both labels as they will print, or what keeps one of them from it. */
export function LabelPreview({ settings, drawn, state }: Preview) {
  const { t } = useTranslation('study')
  const language = useLanguage()
  const points = digits(leastLabelPoints, language)
  return (
    <section aria-busy={state === 'drawing'}>
      <Group gap="sm" mt="md" mb={4}>
        <Title order={3} size="h5">
          {t('preview.title')}
        </Title>
        {state === 'drawing' ? <Loader size="xs" aria-label={t('preview.busy')} /> : null}
      </Group>
      <Text size="sm" className="quiet" mb="sm">
        {t('preview.lead', { points })}
      </Text>
      {state === 'failed' ? <Alert color="orange">{t('preview.failed')}</Alert> : null}
      <div className={classes.labels}>
        {labelKinds.map((label) => (
          <OneLabel key={label} label={label} size={settings?.labelSizes[label]} drawn={drawn} />
        ))}
      </div>
    </section>
  )
}

type OneLabelProps = {
  readonly label: LabelKind
  readonly size: LabelSettings['labelSizes'][LabelKind] | undefined
  readonly drawn: Replies['labels'] | undefined
}

function OneLabel({ label, size, drawn }: OneLabelProps) {
  const { t } = useTranslation('study')
  const language = useLanguage()
  const name = t(`labelWords.label.${label}`)
  if (size === undefined || drawn === undefined) return null
  const measures = { width: digits(size.widthMillimetres, language), height: digits(size.heightMillimetres, language) }
  const unfit = drawn.unfit.filter((one) => one.label === label)
  const png = drawn.pictures.find((one) => one.label === label)?.png
  return (
    <Stack gap={6}>
      <Text fw={600}>
        {name} <span className="quiet">{t('preview.size', measures)}</span>
      </Text>
      {png === undefined ? null : (
        <LabelPicture
          png={png}
          alt={t('preview.alt', { label: name, ...measures })}
          millimetres={size.widthMillimetres}
        />
      )}
      {unfit.length === 0 ? null : (
        <Alert color="red" variant="light" icon={<IconBan aria-hidden />} title={t('preview.unfit')}>
          <List size="sm">
            {unfit.map(({ line, language: of, reason }) => (
              <List.Item key={`${line} ${of}`}>
                {t('preview.unfitLine', {
                  line: t(`labelWords.line.${line}`),
                  language: t(`labelWords.language.${of}`),
                  reason: t(`labelWords.reason.${reason}`),
                })}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  )
}

/** A label’s picture. It stands larger than on paper, all labels by the same measure. */
export function LabelPicture({ png, alt, millimetres }: { png: Uint8Array; alt: string; millimetres: number }) {
  const [address, setAddress] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [png])
  if (address === '') return null
  return (
    <img className={classes.picture} src={address} alt={alt} width={Math.round(millimetres * pixelsPerMillimetre)} />
  )
}

const pixelsPerMillimetre = 5.6
