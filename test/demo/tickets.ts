/** What customers write to support, some of it more than they should. */
import { testCard } from './cards.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

export interface TicketText {
  readonly subject: string;
  readonly body: string;
}

const PLAIN: readonly TicketText[] = [
  { subject: 'Parcel damaged', body: 'The box was open when it arrived and two of the cups are broken.' },
  { subject: 'Wrong size', body: 'I ordered a medium and got a large.\nCan I send it back at your cost?' },
  {
    subject: 'Newsletter',
    body: 'Please take me off the list. I have asked three times now; it\tkeeps coming.',
  },
  { subject: 'Invoice missing', body: 'My accountant needs the invoice as a PDF, "original" and all.' },
  { subject: 'Merci beaucoup !', body: 'Très contente de ma commande, je recommanderai 😊' },
  { subject: 'Adresse ändern', body: 'Ich bin umgezogen, bitte liefern Sie künftig an die neue Anschrift.' },
  { subject: 'パスワードについて', body: 'ログインできません。再設定の方法を教えてください。' },
];

/** Kept apart from {@link PLAIN} because each quotes what a policy protects. */
const QUOTING: readonly ((who: Person, random: Random) => TicketText)[] = [
  (who) => ({
    subject: 'Call me back',
    body: `Nobody answered my mail. Please call ${who.fullName} on ${who.phone ?? 'my usual number'} after six.`,
  }),
  (who, random) => ({
    subject: 'Charged twice',
    body: `My card ${testCard(random, true)} was charged twice. It is in the name of ${who.fullName}.`,
  }),
  (who, random) => ({
    subject: 'Card declined',
    body: `The shop refuses ${testCard(random, false)}. You can reach me at ${who.email}.`,
  }),
  (who) => ({
    subject: `Account of ${who.fullName}`,
    body: `I cannot log in. To identify myself: born ${who.dateOfBirth}, social security number ${who.ssn}.`,
  }),
];

/** A text by `who`; every third quotes a number or a name. */
export function ticketText(random: Random, who: Person): TicketText {
  return random.chance(1 / 3) ? random.pick(QUOTING)(who, random) : random.pick(PLAIN);
}
