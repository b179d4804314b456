/** Dansk. */

import type { Dictionary } from "./en";

export const da: Dictionary = {
  formName: "Betalingsaftale",
  skip: "Gå til formularen",
  language: "Sprog",
  colors: { label: "Farver", auto: "Som enheden", light: "Lyse", dark: "Mørke" },

  progress: {
    label: "Ansøgningens trin",
    step: (number, of) => `Trin ${number} af ${of}`,
    all: "Alle trin",
    answered: (done, of) => `${done} af ${of} besvaret`,
    ready: "Klar",
    attention: "Skal rettes",
    nothingOwed: "Intet at svare på",
    keeps: "Det, du skriver, bliver i denne fane, indtil du sender det eller lukker fanen.",
  },

  noRules: {
    title: "Svarene bliver ikke kontrolleret, mens du skriver",
    text: "Browseren kunne ikke indlæse kontrollerne. Du kan alligevel udfylde og sende formularen: Serveren kontrollerer den, og det, den finder, vises her ved felterne.",
  },

  actions: {
    next: "Gem og gå videre",
    toReview: "Gem og se efter",
    back: "Tilbage",
    later: "Vend tilbage til dette senere",
    send: "Send ansøgningen",
    sending: "Sender …",
    change: "Ret",
    copy: "Kopiér som JSON",
    copied: "Kopieret",
    download: "Hent som JSON",
    again: "Begynd på en ny ansøgning",
  },

  yes: "Ja",
  no: "Nej",
  choose: "Vælg",
  optional: "valgfrit",
  warning: "Se efter:",
  info: "Godt at vide:",
  error: "Fejl:",

  summary: {
    title: (count) => (count === 1 ? "Der er én ting at rette" : `Der er ${count} ting at rette`),
    fromServer: "Serveren fandt noget, der skal rettes",
  },

  fix: {
    offer: (value) => `Vi kan skrive det som ${value}`,
    use: "Brug dette",
  },

  steps: {
    payment_options: { name: "Betalingsmåder", title: "Hvordan betaler dine kunder?", lead: "Vælg alt, hvad du vil tilbyde. Du kan vælge flere valutaer for hver." },
    revenue: { name: "Omsætning", title: "Hvad regner du med at sælge?", lead: "Et skøn er nok. Det viser banken, hvad der er normalt for din virksomhed." },
    bank_account: { name: "Bankkonto", title: "Hvor skal pengene hen?", lead: "Kontoen skal tilhøre den virksomhed, der ansøger." },
    store_type: { name: "Salgssted", title: "Hvor sælger du?", lead: "Vælg alt, der passer. Det afgør, hvad du skal vise dine kunder." },
    ownership: { name: "Ejerskab", title: "Hvem ejer virksomheden?", lead: "Loven spørger, hvem der står bag en virksomhed, som tager imod betaling." },
    verifications: { name: "Din butik", title: "Hvad viser din butik?", lead: "Banken ser efter dette, før den siger ja. Er noget ikke på plads endnu, så få det i orden først og kom tilbage." },
    signature: { name: "Underskrift", title: "Hvem skriver under?", lead: "Hver person, du angiver her, får et link til at skrive under." },
    applicant: { name: "Kontakt", title: "Hvordan får vi fat i dig?", lead: "Vi ringer kun, hvis noget i ansøgningen er uklart." },
    review: { name: "Se efter", title: "Se dine svar efter", lead: "Læs det igennem en gang. Du kan rette alt, indtil du sender." },
  },

  payment: {
    type: "Betalingsmåder",
    types: {
      "bambora.creditcard": { name: "Kort", hint: "Visa og Mastercard" },
      "bambora.vipps": { name: "Vipps", hint: "Mest for kunder i Norge" },
      "bambora.mobilepay": { name: "MobilePay", hint: "Mest for kunder i Danmark og Finland" },
    },
    currencies: (type) => `Valutaer for ${type}`,
    currenciesHint: "Hvilke valutaer vil du have betaling i?",
    more: "Find en anden valuta",
    moreHint: "Skriv et navn eller en kode, for eksempel yen eller JPY",
    found: (count) => (count === 0 ? "Ingen valuta har det navn eller den kode" : count === 1 ? "1 valuta" : `${count} valutaer`),
  },

  revenue: {
    currency: "Omsætningens valuta",
    currencyHint: "Beløbene nedenfor er i denne valuta.",
    common: "Almindelige",
    others: "Alle valutaer",
    moved: (currency) => `Intervallerne nedenfor er nu i ${currency}. Se efter, om de stadig passer.`,
    yearly_revenue: { label: "Årlig omsætning", hint: "Alt, hvad du regner med at få betalt gennem denne aftale på et år." },
    highest_transaction_amount: { label: "Højeste enkeltbeløb", hint: "Den største enkelte betaling, du venter." },
    average_amount: { label: "Gennemsnitligt beløb", hint: "Det, en kunde plejer at betale på én gang." },
    under: (amount) => `Under ${amount}`,
    over: (amount) => `Over ${amount}`,
    other: "Et andet beløb",
    otherLabel: (label) => `${label}: et andet beløb`,
    otherHint: "Et interval eller et tal, for eksempel 300-700",
    accept_prepaid: { label: "Betaling før levering", question: "Betaler kunderne, før de får det, de har købt?", hint: "For eksempel forudbestillinger, billetter, kurser og rejser." },
    subscriptions_or_memberships: { label: "Abonnementer eller medlemskaber", question: "Sælger du abonnementer eller medlemskaber?", hint: "Kunder, der betaler igen med jævne mellemrum." },
    gift_cards: { label: "Gavekort", question: "Sælger du gavekort?", hint: "På papir eller på nettet." },
  },

  bank: {
    bank_name: { label: "Bank", hint: "Navnet på virksomhedens bank." },
    account_number: { label: "Kontonummer", hint: "IBAN, eller nummeret, som banken skriver det. Mellemrum og punktummer er i orden." },
  },

  store: {
    label: "Salgssted",
    types: {
      online: { name: "På nettet", hint: "En webshop eller app, hvor kunderne selv betaler" },
      instore: { name: "I en butik", hint: "Kunderne betaler på stedet, ved en kasse eller terminal" },
      remote: { name: "På afstand", hint: "Pr. telefon, post eller betalingslink" },
    },
  },

  ownership: {
    structure: {
      label: "Ejerstruktur",
      hint: "Både aktier og stemmer tæller, direkte eller gennem andre virksomheder.",
      options: {
        owners_with_more_than_25: { name: "Nogen ejer mere end 25 %", hint: "En eller flere personer, som angives nedenfor" },
        no_owners_with_more_than_25: { name: "Ingen ejer mere end 25 %", hint: "Ejerskabet er spredt på mange" },
        complex: { name: "Det er sammensat", hint: "For eksempel flere lag af virksomheder, en fond eller en forening" },
      },
    },
    owners: "Ejere",
    ownersHint: "Angiv alle med mere end 25 %, og dem, der styrer virksomheden på anden måde.",
    owner: (number) => `Ejer ${number}`,
    kind: { label: "Ejeren er", person: "En person", company: "En virksomhed" },
    legal_name: { label: "Virksomhedens juridiske navn", hint: "Som det er registreret." },
    legalNameMissing: "Skriv virksomhedens juridiske navn",
    name: { label: "Ejerens navn", hint: "For- og efternavn." },
    representative: "Den, der repræsenterer virksomheden: for- og efternavn.",
    date_of_birth: { label: "Fødselsdato", companyHint: "For den, der repræsenterer virksomheden." },
    percentage: { label: "Ejerandel", hint: "For eksempel 33,3" },
    add: "Tilføj en ejer",
    remove: (who) => `Fjern ${who}`,
    picture: {
      title: "Andelene indtil nu",
      owner: "Ejer",
      share: "Andel",
      unaccounted: "Ikke gjort rede for",
      threshold: "25 %-grænsen",
      unknown: "Ingen andel endnu",
      over: "Over grænsen",
      none: "Ingen har en andel endnu.",
      sum: (sum) => `Der er gjort rede for ${sum}.`,
      rest: (rest) => `Der er ikke gjort rede for ${rest}.`,
      tooMuch: (excess) => `Det er ${excess} for meget.`,
      above: (count) => (count === 0 ? "Ingen har mere end 25 %." : count === 1 ? "Én ejer har mere end 25 %." : `${count} ejere har mere end 25 %.`),
    },
  },

  date: { day: "Dag", month: "Måned", year: "År", hint: "For eksempel 20 9 1990" },

  verifications: {
    terms_and_conditions: { label: "Vilkår", question: "Viser din side sine vilkår?", hint: "Returnering, levering og privatliv, hvor kunderne finder det, før de køber." },
    terms_and_conditions_url: { label: "Adresse på vilkårene", question: "Adresse på vilkårene", hint: "Hele webadressen, for eksempel https://example.com/vilkaar" },
    contact_information: { label: "Kontaktoplysninger", question: "Viser din side, hvordan man får fat i dig?", hint: "CVR-nummer, telefon og adresse er lette at finde." },
    payment_site: { label: "Betalingsside", question: "Kan kunderne komme til en betalingsside?", hint: "De kan lægge noget i kurven og nå frem til at betale." },
    clear_pricing: { label: "Tydelige priser", question: "Har alle varer en pris?", hint: "Med afgifter og i den valuta, der opkræves." },
    payment_product_logos: { label: "Kortlogoer", question: "Viser betalingssiden kortlogoerne?", hint: "Logoerne for de kort og betalingsmåder, du tager imod." },
    nothing: "En butik, hvor kunderne betaler på stedet, har intet at bekræfte her. Du kan gå videre.",
    because: (types) => `Du sælger ${types}. Det afgør, hvad vi spørger om her.`,
    sells: { online: "på nettet", instore: "i en butik", remote: "på afstand" },
  },

  signature: {
    signatories: "Underskrivere",
    signatoriesHint: "Direktøren, eller den, der kan tegne virksomheden. Skal to skrive under sammen, angiver du begge.",
    signatory: (number) => `Underskriver ${number}`,
    name: { label: "Underskriverens navn", hint: "For- og efternavn." },
    email: { label: "Underskriverens e-mail", hint: "Linket til at skrive under sendes hertil." },
    add: "Tilføj en underskriver",
    remove: (who) => `Fjern ${who}`,
    pep: "Politisk eksponerede personer",
    pepLead: "Alle, der tager imod betaling, bliver spurgt om dette efter hvidvaskloven. Et ja er ingen hindring: Banken stiller nogle flere spørgsmål.",
    person: { label: "Politisk eksponeret person", question: "Er du eller en af ejerne en politisk eksponeret person?", hint: "En, der har, eller inden for det seneste år har haft, et højt offentligt hverv." },
    personMore: {
      title: "Hvilke hverv gælder det?",
      items: [
        "Statsoverhoved, regeringschef, minister eller viceminister",
        "Medlem af et parlament eller af et politisk partis styrende organ",
        "Dommer ved en højesteret eller forfatningsdomstol",
        "Medlem af ledelsen i en rigsrevision eller centralbank",
        "Ambassadør, chargé d’affaires eller højtstående officer i forsvaret",
        "Medlem af ledelsen eller bestyrelsen i en statsejet virksomhed",
        "Direktør, vicedirektør eller bestyrelsesmedlem i en international organisation",
      ],
    },
    associated: { label: "Nær en politisk eksponeret person", question: "Står du eller en af ejerne en sådan person nær?", hint: "Familie, eller nogen, man driver forretning med." },
    associatedMore: {
      title: "Hvem regnes som nær?",
      items: [
        "Forældre, ægtefælle, registreret partner, samlever, børn og deres partnere",
        "En, der ejer en virksomhed sammen med en politisk eksponeret person eller har andre nære forretningsforbindelser",
        "Eneejer af en virksomhed, der i virkeligheden er oprettet for en sådan person",
      ],
    },
  },

  applicant: {
    phone_number: { label: "Telefonnummer", hint: "Med + og landekode, for eksempel +45 32 12 34 56" },
  },

  review: {
    unanswered: "Ikke besvaret",
    complete: "Alt er besvaret og kontrolleret.",
    incomplete: "Nogle svar mangler endnu.",
    invalid: "Nogle svar skal rettes.",
    unchecked: "Svarene kontrolleres, når du sender dem.",
    account: "Konto",
    testAccount: "testkonto",
    own: "Gem en kopi",
    company: (name, company) => `${company}, repræsenteret af ${name}`,
    born: (date) => `født ${date}`,
  },

  failure: {
    unreachable: "Ansøgningen kunne ikke sendes: Der er ingen forbindelse til serveren. Alt, hvad du har skrevet, er her stadig. Prøv igen.",
    refused: "Serveren tog ikke imod ansøgningen. Alt, hvad du har skrevet, er her stadig. Prøv igen senere, eller hent den og kontakt os.",
  },

  sent: {
    title: "Ansøgningen er sendt",
    lead: "Tak. Nu sker der følgende.",
    reference: (reference) => `Reference: ${reference}`,
    steps: [
      "Hver underskriver får en e-mail med et link til at skrive under.",
      "Banken ser ansøgningen igennem. Det tager som regel nogle hverdage.",
      "Du hører fra os, så snart du kan tage imod betaling.",
    ],
    gone: "Det, du skrev, er fjernet fra denne browser.",
  },
};
