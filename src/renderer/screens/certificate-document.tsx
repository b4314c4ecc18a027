import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileText, IconPhoto } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../core/result.ts'
import type { KeptDocument } from '../../core/stock/events.ts'
import { request } from '../api.ts'
import { digits } from '../moments.ts'
import { Facts } from '../parts/facts.tsx'
import { useLanguage } from '../parts/language.ts'
import { OpenReader, useDocumentBytes } from '../parts/pdf/open-reader.tsx'
import reading from '../parts/pdf/pdf-reader.module.css'
import { RefusalNote } from '../parts/refusal.tsx'
import classes from './lot-certificate.module.css'

type Of = { readonly certificateId: string; readonly document: KeptDocument }

/** The document as it was taken in: read in the window, or saved outside of the file, which is on record. */
export function CertificateDocument({ certificateId, document }: Of) {
  const { t } = useTranslation(['certificate', 'pdf'])
  const language = useLanguage()
  const [bytes, setBytes] = useDocumentBytes()
  const [came, setCame] = useState<Refusal | 'saved'>()
  const isPicture = document.mediaType !== 'application/pdf'
  const ask = async (as: 'view' | 'save') => {
    setCame(undefined)
    const reply = await request('document', { document: { kind: 'certificate', certificateId }, as })
    if (!reply.ok) return 'refusal' in reply ? setCame(reply.refusal) : undefined
    const { kept, saved } = reply.value
    if (kept !== undefined) setBytes(kept.bytes)
    else if (saved === true) setCame('saved')
  }
  const kilobytes = { maximumFractionDigits: document.byteCount < 10_240 ? 1 : 0 }
  const saving = (
    <>
      <Button variant="default" leftSection={<IconDownload aria-hidden size={18} />} onClick={() => void ask('save')}>
        {t('document.save')}
      </Button>
      {came === 'saved' ? <Text className="quiet">{t('document.saved')}</Text> : null}
      {came === undefined || came === 'saved' ? null : <RefusalNote refusal={came} />}
    </>
  )
  const close = () => setBytes(undefined)
  const shown = {
    onClose: close,
    title: <bdi>{document.name}</bdi>,
  }
  return (
    <Stack gap="xs">
      <Facts
        facts={[
          {
            label: t('document.title'),
            value: (
              <>
                <bdi>{document.name}</bdi>{' '}
                <span className="quiet">
                  ({t('document.kilobytes', { size: digits(document.byteCount / 1024, language, kilobytes) })})
                </span>
              </>
            ),
          },
          {
            label: t('document.fingerprint'),
            value: (
              <bdi
                className="code"
                dir="ltr"
                style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', fontSize: '0.85rem' }}
              >
                {document.fingerprint}
              </bdi>
            ),
          },
        ]}
      />
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={isPicture ? <IconPhoto aria-hidden size={18} /> : <IconFileText aria-hidden size={18} />}
          onClick={() => void ask('view')}
        >
          {isPicture ? t('document.show') : t('pdf:read')}
        </Button>
        {saving}
      </Group>
      {isPicture ? (
        <Modal opened={bytes !== undefined} size="80rem" {...shown}>
          {bytes === undefined ? null : <Picture bytes={bytes} mediaType={document.mediaType} />}
        </Modal>
      ) : (
        <Modal
          opened={bytes !== undefined}
          fullScreen
          classNames={{ content: reading.modal, header: reading.head, body: reading.body }}
          {...shown}
        >
          {bytes === undefined ? null : <OpenReader bytes={bytes} actions={saving} />}
        </Modal>
      )}
    </Stack>
  )
}

function Picture({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }) {
  const { t } = useTranslation('certificate')
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, mediaType])
  if (address === undefined) return null
  return <img className={classes.picture} src={address} alt={t('document.alt')} />
}
