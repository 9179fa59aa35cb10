export { type KeptMail, mailToFolder, readMailFolder } from './folder.ts'
export { createMail, type MailOptions, type Seal } from './mail.ts'
export type { Delivery, Mail, MailProvider, Message } from './message.ts'
export { mailByNotify, type NotifyOptions } from './notify.ts'
export { serveMailFolder } from './routes.ts'
export { mailBySmtp, type SmtpOptions } from './smtp.ts'

/** The template and words of the page that shows the folder of mails: the server's folder `mail`. */
export const mailFolder = new URL('.', import.meta.url)
