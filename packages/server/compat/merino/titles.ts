// What sections are called, in the languages that are served.
import type { TopicId } from './topics.ts'

export const languages = ['en', 'de', 'fr', 'es', 'it', 'pl'] as const
export type Language = (typeof languages)[number]

/** The page's own names. */
type PageTitle = 'top' | 'picker' | 'pickerSubtitle'

/** In the order of `languages`. */
const titles: Readonly<Record<TopicId | PageTitle, readonly [string, string, string, string, string, string]>> = {
  top: ['Popular Today', 'Heute beliebt', 'Populaire aujourd’hui', 'Popular hoy', 'Popolari oggi', 'Popularne dziś'],
  picker: [
    'Follow topics to make this page yours',
    'Folge Themen, damit die Seite zu dir passt',
    'Suivez des sujets pour une page qui vous ressemble',
    'Sigue temas para hacer tuya esta página',
    'Segui gli argomenti per una pagina su misura',
    'Obserwuj tematy i ułóż stronę po swojemu',
  ],
  pickerSubtitle: [
    'What you follow comes first.',
    'Was du verfolgst, steht zuerst.',
    'Ce que vous suivez passe en premier.',
    'Lo que sigues aparece primero.',
    'Quello che segui viene per primo.',
    'Obserwowane tematy są na początku.',
  ],
  business: ['Business', 'Wirtschaft', 'Économie', 'Negocios', 'Economia', 'Biznes'],
  career: ['Career', 'Karriere', 'Carrière', 'Carrera', 'Lavoro', 'Kariera'],
  arts: ['Entertainment', 'Unterhaltung', 'Divertissement', 'Entretenimiento', 'Intrattenimento', 'Rozrywka'],
  food: ['Food', 'Essen', 'Cuisine', 'Comida', 'Cucina', 'Jedzenie'],
  health: ['Health', 'Gesundheit', 'Santé', 'Salud', 'Salute', 'Zdrowie'],
  home: ['Home & Garden', 'Haus & Garten', 'Maison et jardin', 'Casa y jardín', 'Casa e giardino', 'Dom i ogród'],
  finance: ['Money', 'Geld', 'Argent', 'Dinero', 'Denaro', 'Pieniądze'],
  government: ['Politics', 'Politik', 'Politique', 'Política', 'Politica', 'Polityka'],
  sports: ['Sports', 'Sport', 'Sport', 'Deportes', 'Sport', 'Sport'],
  tech: ['Tech', 'Technik', 'Tech', 'Tecnología', 'Tecnologia', 'Technologia'],
  travel: ['Travel', 'Reisen', 'Voyages', 'Viajes', 'Viaggi', 'Podróże'],
  education: ['Education', 'Bildung', 'Éducation', 'Educación', 'Istruzione', 'Edukacja'],
  hobbies: [
    'Gaming & Hobbies',
    'Spiele & Hobbys',
    'Jeux et loisirs',
    'Juegos y aficiones',
    'Giochi e hobby',
    'Gry i hobby',
  ],
  'society-parenting': ['Parenting', 'Familie', 'Famille', 'Crianza', 'Famiglia', 'Rodzina'],
  'education-science': ['Science', 'Wissenschaft', 'Sciences', 'Ciencia', 'Scienza', 'Nauka'],
  society: ['Life Hacks', 'Besser leben', 'Mieux vivre', 'Vivir mejor', 'Vivere meglio', 'Lepsze życie'],
}

export const titleOf = (name: TopicId | PageTitle, language: Language): string =>
  titles[name][languages.indexOf(language)]!
