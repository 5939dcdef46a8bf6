import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { PictureField } from '@/components/picture-field'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { Swatches } from '@/components/ui/swatches'
import { accentNames, accents, colorOf } from '@/lib/accents'
import { AVATAR } from '@/lib/parameters'
import { changeAccent, removeLogo, uploadLogo } from './actions'

type LookCardProps = { slug: string; name: string; accent: string | null; image: string | null }

export function LookCard({ slug, name, accent, image }: LookCardProps) {
  const t = useTranslations('orgs.settings')
  const size = AVATAR.bytes / 1_048_576
  const choices = [
    { value: 'none', label: t('colors.none') },
    ...accentNames.map((value) => ({ value, label: t(`colors.${value}`), color: accents[value] })),
  ]
  return (
    <Card>
      <CardHeader title={t('look')} description={t('lookWhy')} />
      <CardBody className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Form action={uploadLogo.bind(null, slug)} success="toast" resetOnSuccess className="min-w-0 flex-1 basis-72">
          <PictureField
            field="logo"
            name={name}
            shape="square"
            color={colorOf(accent)}
            image={image}
            words={{
              label: t('logo'),
              hint: t('logoHint', { size }),
              tooLarge: t('logoTooLarge', { size }),
              upload: t('uploadLogo'),
            }}
          />
        </Form>
        {/* stays without a logo: it says that the logo is removed */}
        <Form action={removeLogo.bind(null, slug)} success="toast" className="max-sm:pl-20">
          {image && (
            <>
              <input type="hidden" name="confirm" value="remove" />
              <SubmitButton variant="danger-quiet">{t('removeLogo')}</SubmitButton>
            </>
          )}
        </Form>
      </CardBody>
      <Form action={changeAccent.bind(null, slug)} success="toast" card>
        <CardBody className="border-t">
          <Swatches key={accent} name="accent" legend={t('accent')} choices={choices} defaultValue={accent ?? 'none'} />
        </CardBody>
        <CardFooter>
          <SubmitButton>{t('saveAccent')}</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
