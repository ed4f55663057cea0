/**
 * People who do not exist: names from several cultures, and ways to reach them that reach nobody. Mail domains are
 * those of RFC 2606, telephone numbers those that each country keeps for films, social security numbers of a range
 * that was never issued, addresses of RFC 5737 and RFC 3849.
 */
import type { Random } from './random.ts';

export interface Culture {
  readonly country: string;
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly cities: readonly string[];
  readonly streets: readonly string[];
  readonly street: (name: string, number: number) => string;
  readonly fullName: (given: string, family: string) => string;
  readonly postalCode: (random: Random) => string;
  readonly phone: (random: Random) => string;
}

const western = (given: string, family: string) => `${given} ${family}`;
const words = (text: string) => text.split(' ');
const list = (text: string) => text.split(', ');

/** Where the name is not in Latin letters, `native=latin`: the second half is for the mail address. */
export const CULTURES: readonly Culture[] = [
  {
    country: 'US',
    given: words(
      'Olivia Noah Emma Liam Ava Mason Harper Ethan Aaliyah Darius Imani Jamal Grace Wyatt Sadie Caleb',
    ),
    family: words(
      'Johnson Miller Davis Washington Brooks Carter Hayes Freeman Sullivan Whitaker Boone Ellison',
    ),
    cities: list('Portland, Austin, Cleveland, Savannah, Boise, Albuquerque'),
    streets: list('Maple Street, Oak Avenue, Juniper Lane, Lincoln Boulevard, Mill Road'),
    street: (name, number) => `${number} ${name}`,
    fullName: western,
    postalCode: (r) => `${r.whole(10, 99)}${r.digits(3)}`,
    phone: (r) => `+1 (${r.pick(['212', '312', '415', '503', '617', '737'])}) 555-01${r.digits(2)}`,
  },
  {
    country: 'MX',
    given: words('María José Guadalupe Luis Ximena Ángel Sofía Íñigo Belén Tomás Renata Joaquín Inés Andrés'),
    family: words('Hernández García Martínez Muñoz Núñez Peña Ibáñez Fernández Ordóñez Zúñiga Rodríguez'),
    cities: list('Guadalajara, Mérida, Puebla, León, Querétaro'),
    streets: list('Calle Hidalgo, Avenida Juárez, Calle Morelos, Paseo de la Reforma'),
    street: (name, number) => `${name} ${number}`,
    fullName: western,
    postalCode: (r) => r.digits(5),
    phone: (r) => `+52 55 5555 ${r.digits(4)}`,
  },
  {
    country: 'DE',
    given: words('Jürgen Zoë Lukas Hannah Björn Käthe Moritz Änne Yusuf Leonie Emre Jörg Sören Ayşe'),
    family: words('Müller Schröder Weiß Krämer Jäger Großmann Yılmaz Böhm Schäfer Neumann Köhler Öztürk'),
    cities: list('Berlin, Köln, Göttingen, Leipzig, Nürnberg'),
    streets: list('Lindenstraße, Hauptstraße, Am Mühlbach, Goethestraße, Königsallee'),
    street: (name, number) => `${name} ${number}`,
    fullName: western,
    postalCode: (r) => `${r.whole(10, 99)}${r.digits(3)}`,
    phone: (r) => `+49 30 23125 ${r.digits(3)}`,
  },
  {
    country: 'FR',
    given: words('Chloé Hélène François Maëlle Jérôme Aïcha Étienne Anaïs Théo Océane Loïc Mehdi'),
    family: words("Lefèvre Bérard Garçon Dubois Benali Leroy Château Noël D'Almeida Prévost Çelik"),
    cities: list('Lyon, Nîmes, Besançon, Saint-Étienne, Rennes'),
    streets: list('rue de la République, avenue Jean Jaurès, rue du Château, quai des Orfèvres'),
    street: (name, number) => `${number} ${name}`,
    fullName: western,
    postalCode: (r) => `${r.whole(10, 95)}${r.digits(3)}`,
    phone: (r) => `+33 1 99 00 ${r.digits(2)} ${r.digits(2)}`,
  },
  {
    country: 'GB',
    given: words("Oliver Niamh Callum Siân Rhys Priya Hamish Aoife Kwame Eleanor O'Shea Zainab Isla Gethin"),
    family: words(
      "O'Connor Patel Llewellyn MacDonald Okafor Whittaker Ashworth Begum Fitzgerald Mensah Pryce",
    ),
    cities: list('Leeds, Swansea, Inverness, Bristol, Derry'),
    streets: list('High Street, Church Lane, Victoria Terrace, Mill Brow'),
    street: (name, number) => `${number} ${name}`,
    fullName: western,
    postalCode: (r) => `${r.pick(['LS', 'SA', 'IV', 'BS'])}${r.whole(1, 20)} ${r.whole(1, 9)}ZZ`,
    phone: (r) => `+44 7700 900${r.digits(3)}`,
  },
  {
    country: 'PL',
    given: words('Łukasz Małgorzata Wojciech Agnieszka Paweł Zofia Stanisław Bożena Michał Róża'),
    family: words('Wiśniewska Wójcik Kamińska Zieliński Woźniak Dąbrowska Łukasik Głąb Żak'),
    cities: list('Kraków, Łódź, Wrocław, Gdańsk'),
    streets: list('ulica Długa, ulica Świętojańska, aleja Róż'),
    street: (name, number) => `${name} ${number}`,
    fullName: western,
    postalCode: (r) => `${r.digits(2)}-${r.digits(3)}`,
    phone: (r) => `+48 500 000 ${r.digits(3)}`,
  },
  {
    country: 'JP',
    given: words('陽子=yoko 健太=kenta 美咲=misaki 大輔=daisuke さくら=sakura 翔=sho 結衣=yui 蓮=ren'),
    family: words('田中=tanaka 鈴木=suzuki 高橋=takahashi 渡辺=watanabe 小林=kobayashi 伊藤=ito'),
    cities: list('札幌市, 京都市, 福岡市, 仙台市'),
    streets: list('中央区北一条, 左京区吉田, 青葉区本町'),
    street: (name, number) => `${name} ${number}番地`,
    fullName: (given, family) => `${family} ${given}`,
    postalCode: (r) => `${r.digits(3)}-${r.digits(4)}`,
    phone: (r) => `+81 90 0000 ${r.digits(4)}`,
  },
  {
    country: 'VN',
    given: words('Thị-Hương Văn-Dũng Ngọc Minh-Anh Quốc-Đạt Thu-Hà Hoàng Đức Bảo-Trân'),
    family: words('Nguyễn Trần Lê Phạm Huỳnh Đặng Vũ Bùi Đỗ'),
    cities: list('Hà Nội, Đà Nẵng, Cần Thơ'),
    streets: list('Trần Hưng Đạo, Lê Lợi, Hai Bà Trưng'),
    street: (name, number) => `${number} ${name}`,
    fullName: (given, family) => `${family} ${given}`,
    postalCode: (r) => r.digits(6),
    phone: (r) => `+84 90 000 ${r.digits(4)}`,
  },
  {
    country: 'GR',
    given: words('Ελένη=eleni Γιώργος=giorgos Κατερίνα=katerina Νίκος=nikos Δήμητρα=dimitra'),
    family: words('Παπαδοπούλου=papadopoulou Νικολάου=nikolaou Γεωργίου=georgiou Βλάχος=vlachos'),
    cities: list('Αθήνα, Θεσσαλονίκη, Πάτρα'),
    streets: list('Ερμού, Εγνατία, Πανεπιστημίου'),
    street: (name, number) => `${name} ${number}`,
    fullName: western,
    postalCode: (r) => `${r.digits(3)} ${r.digits(2)}`,
    phone: (r) => `+30 21 0000 ${r.digits(4)}`,
  },
];

const DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example',
  'home.example',
  'office.example',
];

/** What a policy may want to keep from someone: everything about a person that tells who it is. */
export interface Person {
  readonly fullName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly ssn: string;
  /** ISO 8601. */
  readonly dateOfBirth: string;
  readonly street: string;
  readonly postalCode: string;
  readonly lastLoginFrom: string | null;
}

/** The person with this number; the number makes the mail address and the social security number unique. */
export function person(random: Random, culture: Culture, number: number): Person {
  const [given, givenLatin] = spellings(random.pick(culture.given));
  const [family, familyLatin] = spellings(random.pick(culture.family));
  return {
    fullName: culture.fullName(given.replaceAll('-', ' '), family),
    email: `${givenLatin}.${familyLatin}${number}${random.digits(2)}@${random.pick(DOMAINS)}`,
    phone: random.chance(0.08) ? null : culture.phone(random),
    ssn: neverIssuedSsn(random, number),
    dateOfBirth: `${random.whole(1938, 2006)}-${twoDigits(random.whole(1, 12))}-${twoDigits(random.whole(1, 28))}`,
    street: culture.street(random.pick(culture.streets), random.whole(1, 240)),
    postalCode: culture.postalCode(random),
    lastLoginFrom: random.chance(0.1) ? null : documentationAddress(random),
  };
}

function spellings(name: string): [native: string, latin: string] {
  const [native = '', latin] = name.split('=');
  return [native, latin ?? latinised(native)];
}

/** Letters that do not decompose into a Latin one and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ß: 'ss', ı: 'i' };

function latinised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[łđßı]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/[^a-z]/g, '');
}

/** Areas from 900 on are no social security numbers, and with these middle digits no other tax numbers either. */
function neverIssuedSsn(random: Random, number: number): string {
  const area = 900 + (number % 100);
  const group = 1 + (Math.floor(number / 100) % 49);
  return `${area}-${twoDigits(group)}-${random.digits(4)}`;
}

function documentationAddress(random: Random): string {
  return random.chance(0.2)
    ? `2001:db8:${random.whole(1, 9)}${random.hex(3)}::${random.whole(1, 9)}${random.hex(3)}`
    : `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.whole(1, 254)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
