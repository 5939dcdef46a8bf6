import { render, toPlainText } from 'react-email'
import { oneLine } from './strings'
import { type Template, type TemplateName, type TemplateProps, templates } from './templates'

/** The same props give the same bytes: a retry under the same idempotency key must not differ from the first try. */
export async function renderMail<Name extends TemplateName>(name: Name, props: TemplateProps[Name]) {
  const { subject, Mail } = templates[name] as unknown as Template<TemplateProps[Name]>
  const html = await render(<Mail {...props} />)
  return { subject: oneLine(subject(props)), html, text: textTwin(html) }
}

// As much of html-to-text as the formatter below uses: react-email brings the library, but not its types.
type Element = { attribs: Record<string, string>; children: unknown }
type Builder = {
  openBlock(options: { leadingLineBreaks: number }): void
  closeBlock(options: { trailingLineBreaks: number }): void
  addInline(text: string | undefined, options?: { noWordTransform: boolean }): void
  addLineBreak(): void
}

type Formatter = (element: Element, walk: (children: unknown, builder: Builder) => void, builder: Builder) => void

/** A button becomes its label and, on a line of its own, its address. */
const action: Formatter = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 })
  walk(element.children, builder)
  builder.addInline(':')
  builder.addLineBreak()
  builder.addInline(element.attribs.href, { noWordTransform: true })
  builder.closeBlock({ trailingLineBreaks: 2 })
}

const link: Formatter = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addInline(`: ${element.attribs.href}`)
}

/** What a person reads where HTML is not shown. Made from the HTML, so the two cannot say different things. */
function textTwin(html: string) {
  const text = toPlainText(html, {
    formatters: { action, link },
    selectors: [
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'a.action', format: 'action' },
      { selector: 'a.link', format: 'link' },
      { selector: 'hr', format: 'skip' },
    ],
  })
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`
}
