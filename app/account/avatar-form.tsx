import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { PictureField } from '@/components/picture-field'
import { CardBody } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { AVATAR } from '@/lib/parameters'
import { removeAvatar, uploadAvatar } from './avatar-actions'

export function AvatarForm({ name, image }: { name: string; image: string | null }) {
  const t = useTranslations('account')
  const size = AVATAR.bytes / 1_048_576
  return (
    <CardBody className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 border-b">
      <Form action={uploadAvatar} success="toast" resetOnSuccess className="min-w-0 flex-1 basis-72">
        <PictureField
          field="avatar"
          name={name}
          image={image}
          words={{
            label: t('picture'),
            hint: t('pictureHint', { size }),
            tooLarge: t('pictureTooLarge', { size }),
            upload: t('uploadPicture'),
          }}
        />
      </Form>
      {/* stays without a picture: it says that the picture is removed */}
      <Form action={removeAvatar} success="toast" className="max-sm:pl-20">
        {image && (
          <>
            <input type="hidden" name="confirm" value="remove" />
            <SubmitButton variant="danger-quiet">{t('removePicture')}</SubmitButton>
          </>
        )}
      </Form>
    </CardBody>
  )
}
