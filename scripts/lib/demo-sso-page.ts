import { brand } from '@/lib/brand'
import type { DemoPerson } from './demo-sso-people'

/** “Who are you?”, without a script. Names come from the database, so they are escaped. */
export function demoSsoPage(people: DemoPerson[]) {
  return layout(`<h1>Who are you?</h1>
<p class="quiet">This is Demo SSO, an identity provider that runs on this machine only. It believes every word.</p>
${people.length > 0 ? `<form method="post" class="people">${people.map(button).join('')}</form><p class="or">or</p>` : ''}
<form method="post" class="new">
<label for="name">Name</label><input id="name" name="name" autocomplete="off" required maxlength="80">
<label for="email">Email</label><input id="email" name="email" type="email" autocomplete="off" required maxlength="254">
<label class="check"><input type="checkbox" name="verified" value="yes" checked> Demo SSO has checked this address</label>
<button name="answer" value="new" class="primary">Continue as somebody new</button>
</form>
<form method="post"><button name="answer" value="cancel" class="plain">Cancel</button></form>`)
}

export const demoSsoLatePage = () =>
  layout('<h1>That took too long</h1><p class="quiet">Go back to the page that you came from and start again.</p>')

function button({ email, name }: DemoPerson) {
  const initials = name
    .split(' ')
    .map((word) => word.slice(0, 1))
    .join('')
    .slice(0, 2)
  return `<button name="person" value="${escaped(email)}"><i aria-hidden="true">${escaped(initials)}</i><span>${escaped(name)}<small>${escaped(email)}</small></span></button>`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string) {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
}

function layout(body: string) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Demo SSO</title><style>${style}</style></head><body><main>
<p class="mark"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${brand.mark.arch}"/><path d="${brand.mark.light}"/></svg>Demo SSO</p>
${body}</main></body></html>`
}

const style = `
:root { color-scheme: light dark; --line: light-dark(#d9dade, #35373d); --quiet: light-dark(#5c5f68, #a3a6af);
  --brand: light-dark(${brand.accent.light}, ${brand.accent.dark}) }
* { box-sizing: border-box; margin: 0 }
body { font: 15px/1.5 system-ui, sans-serif; background: light-dark(${brand.themeColor.light}, ${brand.themeColor.dark});
  color: light-dark(#17181c, #f1f2f4); min-height: 100vh; display: grid; place-items: center; padding: 24px 16px }
main { width: 100%; max-width: 400px; display: grid; gap: 16px; padding: 28px 24px; border: 1px solid var(--line);
  border-radius: 16px; background: light-dark(#fff, #16181c) }
h1 { font-size: 22px; line-height: 1.25; letter-spacing: -0.02em }
form { display: grid; gap: 8px }
.mark { display: flex; align-items: center; gap: 8px; font-weight: 600 }
.mark svg { width: 22px; fill: none; stroke: var(--brand); stroke-width: 2; stroke-linecap: round }
.quiet, small { color: var(--quiet) }
small { display: block; font-size: 13px; font-weight: 400; overflow-wrap: anywhere }
.or { display: flex; align-items: center; gap: 12px; color: var(--quiet); font-size: 13px }
.or::before, .or::after { content: ''; flex: 1; height: 1px; background: var(--line) }
label { font-weight: 500; font-size: 14px }
.check { display: flex; gap: 8px; align-items: center; min-height: 28px; font-weight: 400 }
.check input { width: 18px; height: 18px; accent-color: var(--brand) }
input:not([type]), input[type=email], button { width: 100%; font: inherit; color: inherit; border-radius: 10px; padding: 9px 12px }
input:not([type]), input[type=email] { border: 1px solid light-dark(#8d9099, #6d7079); background: transparent }
button { border: 1px solid var(--line); background: transparent; font-weight: 500; cursor: pointer }
button:hover { background: light-dark(#f2f2f5, #222429) }
.people button { display: flex; align-items: center; gap: 12px; text-align: start }
i { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; font: 600 13px system-ui, sans-serif;
  color: var(--brand); background: color-mix(in oklab, var(--brand) 13%, transparent) }
.primary, .primary:hover { margin-top: 4px; border-color: transparent; background: light-dark(#1c1d22, #f1f2f4); color: light-dark(#fff, #17181c) }
.plain { border-color: transparent }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px }
@media (forced-colors: active) { button { border-color: ButtonBorder } }`
