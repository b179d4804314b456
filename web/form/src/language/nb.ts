/** Norsk bokmål. */

import type { Dictionary } from "./en";

export const nb: Dictionary = {
  formName: "Brukerstedsavtale",
  skip: "Gå til skjemaet",
  language: "Språk",
  colors: { label: "Farger", auto: "Som enheten", light: "Lyse", dark: "Mørke" },

  progress: {
    label: "Stegene i søknaden",
    step: (number, of) => `Steg ${number} av ${of}`,
    all: "Alle steg",
    answered: (done, of) => `${done} av ${of} besvart`,
    ready: "Klart",
    attention: "Må rettes",
    nothingOwed: "Ingenting å svare på",
    keeps: "Det du skriver, blir i denne fanen til du sender det eller lukker fanen.",
  },

  noRules: {
    title: "Svarene blir ikke kontrollert mens du skriver",
    text: "Nettleseren fikk ikke lastet kontrollene. Du kan likevel fylle ut og sende skjemaet: Serveren kontrollerer det, og det den finner, vises her ved feltene.",
  },

  actions: {
    next: "Lagre og gå videre",
    toReview: "Lagre og se over",
    back: "Tilbake",
    later: "Kom tilbake til dette senere",
    send: "Send søknaden",
    sending: "Sender …",
    change: "Endre",
    copy: "Kopier som JSON",
    copied: "Kopiert",
    download: "Last ned som JSON",
    again: "Begynn på en ny søknad",
  },

  yes: "Ja",
  no: "Nei",
  choose: "Velg",
  optional: "valgfritt",
  warning: "Se over:",
  info: "Verdt å vite:",
  error: "Feil:",

  summary: {
    title: (count) => (count === 1 ? "Det er én ting å rette" : `Det er ${count} ting å rette`),
    fromServer: "Serveren fant noe som må rettes",
  },

  fix: {
    offer: (value) => `Vi kan skrive dette som ${value}`,
    use: "Bruk dette",
  },

  steps: {
    payment_options: { name: "Betalingsmåter", title: "Hvordan betaler kundene dine?", lead: "Velg alt du vil tilby. Du kan velge flere valutaer for hver." },
    revenue: { name: "Omsetning", title: "Hva regner du med å selge?", lead: "Anslag er nok. De forteller banken hva som er vanlig for virksomheten din." },
    bank_account: { name: "Bankkonto", title: "Hvor skal pengene?", lead: "Kontoen må tilhøre selskapet som søker." },
    store_type: { name: "Salgssted", title: "Hvor selger du?", lead: "Velg alt som passer. Hva du må vise kundene dine, avhenger av det." },
    ownership: { name: "Eierskap", title: "Hvem eier selskapet?", lead: "Loven spør hvem som står bak et selskap som tar imot betaling." },
    verifications: { name: "Butikken din", title: "Hva viser butikken din?", lead: "Banken ser etter dette før den sier ja. Er noe ikke på plass ennå, så få det i orden først og kom tilbake." },
    signature: { name: "Signatur", title: "Hvem signerer?", lead: "Hver person du fører opp her, får en lenke for å signere." },
    applicant: { name: "Kontakt", title: "Hvordan når vi deg?", lead: "Vi ringer bare hvis noe i søknaden er uklart." },
    review: { name: "Se over", title: "Se over svarene dine", lead: "Les gjennom en gang. Du kan endre alt til du sender." },
  },

  payment: {
    type: "Betalingsmåter",
    types: {
      "bambora.creditcard": { name: "Kort", hint: "Visa og Mastercard" },
      "bambora.vipps": { name: "Vipps", hint: "Mest for kunder i Norge" },
      "bambora.mobilepay": { name: "MobilePay", hint: "Mest for kunder i Danmark og Finland" },
    },
    currencies: (type) => `Valutaer for ${type}`,
    currenciesHint: "Hvilke valutaer vil du ha betalt i?",
    more: "Finn en annen valuta",
    moreHint: "Skriv et navn eller en kode, for eksempel yen eller JPY",
    found: (count) => (count === 0 ? "Ingen valuta har det navnet eller den koden" : count === 1 ? "1 valuta" : `${count} valutaer`),
  },

  revenue: {
    currency: "Valuta for omsetningen",
    currencyHint: "Beløpene nedenfor er i denne valutaen.",
    common: "Vanlige",
    others: "Alle valutaer",
    moved: (currency) => `Intervallene nedenfor er nå i ${currency}. Se etter om de fortsatt passer.`,
    yearly_revenue: { label: "Årlig omsetning", hint: "Alt du regner med å få betalt gjennom denne avtalen på et år." },
    highest_transaction_amount: { label: "Høyeste enkeltbeløp", hint: "Den største enkeltbetalingen du venter." },
    average_amount: { label: "Gjennomsnittlig beløp", hint: "Det en kunde vanligvis betaler på en gang." },
    under: (amount) => `Under ${amount}`,
    over: (amount) => `Over ${amount}`,
    other: "Et annet beløp",
    otherLabel: (label) => `${label}: et annet beløp`,
    otherHint: "Et intervall eller et tall, for eksempel 300-700",
    accept_prepaid: { label: "Betaling før levering", question: "Betaler kundene før de får det de har kjøpt?", hint: "For eksempel forhåndsbestilling, billetter, kurs og reiser." },
    subscriptions_or_memberships: { label: "Abonnementer eller medlemskap", question: "Selger du abonnementer eller medlemskap?", hint: "Kunder som betaler igjen med jevne mellomrom." },
    gift_cards: { label: "Gavekort", question: "Selger du gavekort?", hint: "På papir eller på nettet." },
  },

  bank: {
    bank_name: { label: "Bank", hint: "Navnet på selskapets bank." },
    account_number: { label: "Kontonummer", hint: "IBAN, eller nummeret slik banken skriver det. Mellomrom og punktum er greit." },
  },

  store: {
    label: "Salgssted",
    types: {
      online: { name: "På nettet", hint: "En nettbutikk eller app der kundene betaler selv" },
      instore: { name: "I butikk", hint: "Kundene betaler på stedet, i en kasse eller terminal" },
      remote: { name: "På avstand", hint: "På telefon, per post eller med betalingslenke" },
    },
  },

  ownership: {
    structure: {
      label: "Eierstruktur",
      hint: "Både aksjer og stemmer teller, direkte eller gjennom andre selskaper.",
      options: {
        owners_with_more_than_25: { name: "Noen eier mer enn 25 %", hint: "En eller flere personer, som føres opp nedenfor" },
        no_owners_with_more_than_25: { name: "Ingen eier mer enn 25 %", hint: "Eierskapet er spredt på mange" },
        complex: { name: "Det er sammensatt", hint: "For eksempel flere lag av selskaper, en stiftelse eller et fond" },
      },
    },
    owners: "Eiere",
    ownersHint: "Før opp alle med mer enn 25 %, og dem som styrer selskapet på annen måte.",
    owner: (number) => `Eier ${number}`,
    kind: { label: "Eieren er", person: "En person", company: "Et selskap" },
    legal_name: { label: "Selskapets juridiske navn", hint: "Slik det er registrert." },
    legalNameMissing: "Skriv inn selskapets juridiske navn",
    name: { label: "Eierens navn", hint: "Fornavn og etternavn." },
    representative: "Den som representerer selskapet: fornavn og etternavn.",
    date_of_birth: { label: "Fødselsdato", companyHint: "For den som representerer selskapet." },
    percentage: { label: "Eierandel", hint: "For eksempel 33,3" },
    add: "Legg til en eier",
    remove: (who) => `Fjern ${who}`,
    picture: {
      title: "Andelene så langt",
      owner: "Eier",
      share: "Andel",
      unaccounted: "Ikke gjort rede for",
      threshold: "25 %-grensen",
      unknown: "Ingen andel ennå",
      over: "Over grensen",
      none: "Ingen har en andel ennå.",
      sum: (sum) => `${sum} er gjort rede for.`,
      rest: (rest) => `${rest} er ikke gjort rede for.`,
      tooMuch: (excess) => `Det er ${excess} for mye.`,
      above: (count) => (count === 0 ? "Ingen har mer enn 25 %." : count === 1 ? "Én eier har mer enn 25 %." : `${count} eiere har mer enn 25 %.`),
    },
  },

  date: { day: "Dag", month: "Måned", year: "År", hint: "For eksempel 20 9 1990" },

  verifications: {
    terms_and_conditions: { label: "Vilkår", question: "Viser nettstedet ditt vilkårene?", hint: "Retur, levering og personvern, der kundene finner det før de kjøper." },
    terms_and_conditions_url: { label: "Adresse til vilkårene", question: "Adresse til vilkårene", hint: "Hele nettadressen, for eksempel https://example.com/vilkar" },
    contact_information: { label: "Kontaktinformasjon", question: "Viser nettstedet ditt hvordan man når deg?", hint: "Organisasjonsnummer, telefon og adresse er lette å finne." },
    payment_site: { label: "Betalingsside", question: "Kommer kundene til en betalingsside?", hint: "De kan legge noe i handlekurven og komme så langt som til å betale." },
    clear_pricing: { label: "Tydelige priser", question: "Har alle produkter en pris?", hint: "Med avgifter, og i den valutaen som belastes." },
    payment_product_logos: { label: "Kortlogoer", question: "Viser betalingssiden kortlogoene?", hint: "Logoene til kortene og betalingsmåtene du tar imot." },
    nothing: "En butikk der kundene betaler på stedet, har ingenting å bekrefte her. Du kan gå videre.",
    because: (types) => `Du selger ${types}. Det bestemmer hva vi spør om her.`,
    sells: { online: "på nettet", instore: "i butikk", remote: "på avstand" },
  },

  signature: {
    signatories: "De som signerer",
    signatoriesHint: "Daglig leder, eller den som har signaturrett. Må to signere sammen, fører du opp begge.",
    signatory: (number) => `Person ${number} som signerer`,
    name: { label: "Navn på den som signerer", hint: "Fornavn og etternavn." },
    email: { label: "E-post til den som signerer", hint: "Lenken for å signere sendes hit." },
    add: "Legg til en som signerer",
    remove: (who) => `Fjern ${who}`,
    pep: "Politisk eksponerte personer",
    pepLead: "Alle som tar imot betaling, blir spurt om dette, etter hvitvaskingsloven. Et ja er ingen hindring: Banken stiller noen flere spørsmål.",
    person: { label: "Politisk eksponert person", question: "Er du eller noen av eierne en politisk eksponert person?", hint: "En som har, eller det siste året har hatt, et høytstående offentlig verv." },
    personMore: {
      title: "Hvilke verv gjelder det?",
      items: [
        "Statsoverhode, regjeringssjef, minister, statsråd eller statssekretær",
        "Medlem av nasjonalforsamling eller av et politisk partis styrende organ",
        "Dommer i høyesterett eller forfatningsdomstol",
        "Styremedlem i riksrevisjon eller sentralbank",
        "Ambassadør, chargé d’affaires eller høytstående offiser i forsvaret",
        "Medlem av ledelsen eller styret i et statlig foretak",
        "Direktør, nestleder eller styremedlem i en internasjonal organisasjon",
      ],
    },
    associated: { label: "Nær en politisk eksponert person", question: "Står du eller noen av eierne nær en slik person?", hint: "Familie, eller noen man driver forretninger med." },
    associatedMore: {
      title: "Hvem regnes som nær?",
      items: [
        "Foreldre, ektefelle, registrert partner, samboer, barn og deres partnere",
        "En som eier et selskap sammen med en politisk eksponert person, eller har andre nære forretningsforbindelser",
        "Eneeier av et selskap som i realiteten er opprettet for en slik person",
      ],
    },
  },

  applicant: {
    phone_number: { label: "Telefonnummer", hint: "Med + og landkode, for eksempel +47 999 99 999" },
  },

  review: {
    unanswered: "Ikke besvart",
    complete: "Alt er besvart og kontrollert.",
    incomplete: "Noen svar mangler ennå.",
    invalid: "Noen svar må rettes.",
    unchecked: "Svarene kontrolleres når du sender dem.",
    account: "Konto",
    testAccount: "testkonto",
    own: "Ta vare på en kopi",
    company: (name, company) => `${company}, representert av ${name}`,
    born: (date) => `født ${date}`,
  },

  failure: {
    unreachable: "Søknaden kunne ikke sendes: Det er ingen forbindelse med serveren. Alt du har skrevet, er her fortsatt. Prøv igjen.",
    refused: "Serveren tok ikke imot søknaden. Alt du har skrevet, er her fortsatt. Prøv igjen senere, eller last den ned og ta kontakt.",
  },

  sent: {
    title: "Søknaden er sendt",
    lead: "Takk. Dette skjer nå.",
    reference: (reference) => `Referanse: ${reference}`,
    steps: [
      "Hver person som skal signere, får en e-post med en lenke.",
      "Banken ser gjennom søknaden. Det tar vanligvis noen virkedager.",
      "Du hører fra oss så snart du kan ta imot betaling.",
    ],
    gone: "Det du skrev, er fjernet fra denne nettleseren.",
  },
};
