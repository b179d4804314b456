/** Svenska. */

import type { Dictionary } from "./en";

export const sv: Dictionary = {
  formName: "Ansökan om betalningar",
  skip: "Gå till formuläret",
  language: "Språk",
  colors: { label: "Färger", auto: "Som enheten", light: "Ljusa", dark: "Mörka" },

  progress: {
    label: "Ansökans steg",
    step: (number, of) => `Steg ${number} av ${of}`,
    all: "Alla steg",
    answered: (done, of) => `${done} av ${of} besvarade`,
    ready: "Klart",
    attention: "Behöver rättas",
    nothingOwed: "Inget att svara på",
    keeps: "Det du skriver finns kvar i den här fliken tills du skickar det eller stänger fliken.",
  },

  noRules: {
    title: "Svaren kontrolleras inte medan du skriver",
    text: "Webbläsaren kunde inte läsa in kontrollerna. Du kan ändå fylla i och skicka formuläret: servern kontrollerar det, och det den hittar visas här vid fälten.",
  },

  actions: {
    next: "Spara och gå vidare",
    toReview: "Spara och granska",
    back: "Tillbaka",
    later: "Kom tillbaka till detta senare",
    send: "Skicka ansökan",
    sending: "Skickar …",
    change: "Ändra",
    copy: "Kopiera som JSON",
    copied: "Kopierat",
    download: "Ladda ner som JSON",
    again: "Börja på en ny ansökan",
  },

  yes: "Ja",
  no: "Nej",
  choose: "Välj",
  optional: "frivilligt",
  warning: "Se över:",
  info: "Bra att veta:",
  error: "Fel:",

  summary: {
    title: (count) => (count === 1 ? "Det finns en sak att rätta" : `Det finns ${count} saker att rätta`),
    fromServer: "Servern hittade något att rätta",
  },

  fix: {
    offer: (value) => `Vi kan skriva detta som ${value}`,
    use: "Använd detta",
  },

  steps: {
    payment_options: { name: "Betalsätt", title: "Hur betalar dina kunder?", lead: "Välj allt du vill erbjuda. Du kan välja flera valutor för vart och ett." },
    revenue: { name: "Omsättning", title: "Vad räknar du med att sälja?", lead: "Uppskattningar räcker. De visar banken vad som är normalt för din verksamhet." },
    bank_account: { name: "Bankkonto", title: "Vart ska pengarna?", lead: "Kontot måste tillhöra företaget som ansöker." },
    store_type: { name: "Försäljningsställe", title: "Var säljer du?", lead: "Välj allt som stämmer. Det avgör vad du måste visa dina kunder." },
    ownership: { name: "Ägande", title: "Vem äger företaget?", lead: "Lagen frågar vem som står bakom ett företag som tar emot betalningar." },
    verifications: { name: "Din butik", title: "Vad visar din butik?", lead: "Banken tittar efter detta innan den säger ja. Är något inte på plats, ordna det först och kom tillbaka." },
    signature: { name: "Underskrift", title: "Vem skriver under?", lead: "Varje person du anger här får en länk för att skriva under." },
    applicant: { name: "Kontakt", title: "Hur når vi dig?", lead: "Vi ringer bara om något i ansökan är oklart." },
    review: { name: "Granska", title: "Granska dina svar", lead: "Läs igenom en gång. Du kan ändra allt tills du skickar." },
  },

  payment: {
    type: "Betalsätt",
    types: {
      "bambora.creditcard": { name: "Kort", hint: "Visa och Mastercard" },
      "bambora.vipps": { name: "Vipps", hint: "Främst för kunder i Norge" },
      "bambora.mobilepay": { name: "MobilePay", hint: "Främst för kunder i Danmark och Finland" },
    },
    currencies: (type) => `Valutor för ${type}`,
    currenciesHint: "Vilka valutor vill du få betalt i?",
    more: "Sök en annan valuta",
    moreHint: "Skriv ett namn eller en kod, till exempel yen eller JPY",
    found: (count) => (count === 0 ? "Ingen valuta har det namnet eller den koden" : count === 1 ? "1 valuta" : `${count} valutor`),
  },

  revenue: {
    currency: "Omsättningens valuta",
    currencyHint: "Beloppen nedan är i denna valuta.",
    common: "Vanliga",
    others: "Alla valutor",
    moved: (currency) => `Intervallen nedan är nu i ${currency}. Kontrollera att de fortfarande stämmer.`,
    yearly_revenue: { label: "Årlig omsättning", hint: "Allt du räknar med att få betalt genom detta avtal på ett år." },
    highest_transaction_amount: { label: "Högsta enskilda belopp", hint: "Den största enskilda betalningen du väntar dig." },
    average_amount: { label: "Genomsnittligt belopp", hint: "Det en kund brukar betala på en gång." },
    under: (amount) => `Under ${amount}`,
    over: (amount) => `Över ${amount}`,
    other: "Ett annat belopp",
    otherLabel: (label) => `${label}: ett annat belopp`,
    otherHint: "Ett intervall eller ett tal, till exempel 300-700",
    accept_prepaid: { label: "Betalning före leverans", question: "Betalar kunderna innan de får det de har köpt?", hint: "Till exempel förbeställningar, biljetter, kurser och resor." },
    subscriptions_or_memberships: { label: "Prenumerationer eller medlemskap", question: "Säljer du prenumerationer eller medlemskap?", hint: "Kunder som betalar igen med jämna mellanrum." },
    gift_cards: { label: "Presentkort", question: "Säljer du presentkort?", hint: "På papper eller på nätet." },
  },

  bank: {
    bank_name: { label: "Bank", hint: "Namnet på företagets bank." },
    account_number: { label: "Kontonummer", hint: "IBAN, eller numret som banken skriver det. Mellanslag och punkter går bra." },
  },

  store: {
    label: "Försäljningsställe",
    types: {
      online: { name: "På nätet", hint: "En webbutik eller app där kunderna betalar själva" },
      instore: { name: "I butik", hint: "Kunderna betalar på plats, i en kassa eller terminal" },
      remote: { name: "På distans", hint: "Per telefon, post eller betallänk" },
    },
  },

  ownership: {
    structure: {
      label: "Ägarstruktur",
      hint: "Både aktier och röster räknas, direkt eller genom andra företag.",
      options: {
        owners_with_more_than_25: { name: "Någon äger mer än 25 %", hint: "En eller flera personer, som anges nedan" },
        no_owners_with_more_than_25: { name: "Ingen äger mer än 25 %", hint: "Ägandet är spritt på många" },
        complex: { name: "Det är sammansatt", hint: "Till exempel flera led av företag, en stiftelse eller en fond" },
      },
    },
    owners: "Ägare",
    ownersHint: "Ange alla med mer än 25 %, och de som styr företaget på annat sätt.",
    owner: (number) => `Ägare ${number}`,
    kind: { label: "Ägaren är", person: "En person", company: "Ett företag" },
    legal_name: { label: "Företagets juridiska namn", hint: "Som det är registrerat." },
    legalNameMissing: "Ange företagets juridiska namn",
    name: { label: "Ägarens namn", hint: "För- och efternamn." },
    representative: "Den som företräder företaget: för- och efternamn.",
    date_of_birth: { label: "Födelsedatum", companyHint: "För den som företräder företaget." },
    percentage: { label: "Ägarandel", hint: "Till exempel 33,3" },
    add: "Lägg till en ägare",
    remove: (who) => `Ta bort ${who}`,
    picture: {
      title: "Andelarna hittills",
      owner: "Ägare",
      share: "Andel",
      unaccounted: "Inte redovisat",
      threshold: "25 %-gränsen",
      unknown: "Ingen andel ännu",
      over: "Över gränsen",
      none: "Ingen har en andel ännu.",
      sum: (sum) => `${sum} är redovisat.`,
      rest: (rest) => `${rest} är inte redovisat.`,
      tooMuch: (excess) => `Det är ${excess} för mycket.`,
      above: (count) => (count === 0 ? "Ingen har mer än 25 %." : count === 1 ? "En ägare har mer än 25 %." : `${count} ägare har mer än 25 %.`),
    },
  },

  date: { day: "Dag", month: "Månad", year: "År", hint: "Till exempel 1990 9 20" },

  verifications: {
    terms_and_conditions: { label: "Villkor", question: "Visar din webbplats sina villkor?", hint: "Returer, leverans och integritet, där kunderna hittar dem innan de köper." },
    terms_and_conditions_url: { label: "Adress till villkoren", question: "Adress till villkoren", hint: "Hela webbadressen, till exempel https://example.com/villkor" },
    contact_information: { label: "Kontaktuppgifter", question: "Visar din webbplats hur man når dig?", hint: "Organisationsnummer, telefon och adress är lätta att hitta." },
    payment_site: { label: "Betalningssida", question: "Kommer kunderna till en betalningssida?", hint: "De kan lägga något i varukorgen och komma så långt som till att betala." },
    clear_pricing: { label: "Tydliga priser", question: "Har alla produkter ett pris?", hint: "Med skatter och i den valuta som debiteras." },
    payment_product_logos: { label: "Kortlogotyper", question: "Visar betalningssidan kortlogotyperna?", hint: "Logotyperna för de kort och betalsätt du tar emot." },
    nothing: "En butik där kunderna betalar på plats har inget att bekräfta här. Du kan gå vidare.",
    because: (types) => `Du säljer ${types}. Det avgör vad vi frågar om här.`,
    sells: { online: "på nätet", instore: "i butik", remote: "på distans" },
  },

  signature: {
    signatories: "Undertecknare",
    signatoriesHint: "Verkställande direktör, eller den som får teckna firman. Måste två skriva under tillsammans anger du båda.",
    signatory: (number) => `Undertecknare ${number}`,
    name: { label: "Undertecknarens namn", hint: "För- och efternamn." },
    email: { label: "Undertecknarens e-post", hint: "Länken för att skriva under skickas hit." },
    add: "Lägg till en undertecknare",
    remove: (who) => `Ta bort ${who}`,
    pep: "Personer i politiskt utsatt ställning",
    pepLead: "Alla som tar emot betalningar får den här frågan, enligt lagen mot penningtvätt. Ett ja är inget hinder: banken ställer några frågor till.",
    person: { label: "Person i politiskt utsatt ställning", question: "Är du eller någon av ägarna en person i politiskt utsatt ställning?", hint: "Någon som har, eller det senaste året har haft, en hög offentlig funktion." },
    personMore: {
      title: "Vilka funktioner gäller det?",
      items: [
        "Statschef, regeringschef, minister eller statssekreterare",
        "Parlamentsledamot eller ledamot av ett politiskt partis styrelse",
        "Domare i högsta domstol eller författningsdomstol",
        "Styrelseledamot i riksrevision eller centralbank",
        "Ambassadör, chargé d’affaires eller hög officer i försvaret",
        "Medlem av ledningen eller styrelsen i ett statligt företag",
        "Direktör, biträdande direktör eller styrelseledamot i en internationell organisation",
      ],
    },
    associated: { label: "Närstående till en person i politiskt utsatt ställning", question: "Står du eller någon av ägarna nära en sådan person?", hint: "Familj, eller någon man gör affärer med." },
    associatedMore: {
      title: "Vem räknas som närstående?",
      items: [
        "Föräldrar, make eller maka, registrerad partner, sambo, barn och deras partner",
        "Någon som äger ett företag tillsammans med en person i politiskt utsatt ställning, eller har andra nära affärsförbindelser",
        "Ensam ägare till ett företag som i själva verket har bildats för en sådan person",
      ],
    },
  },

  applicant: {
    phone_number: { label: "Telefonnummer", hint: "Med + och landskod, till exempel +46 70 123 45 67" },
  },

  review: {
    unanswered: "Inte besvarat",
    complete: "Allt är besvarat och kontrollerat.",
    incomplete: "Några svar saknas ännu.",
    invalid: "Några svar behöver rättas.",
    unchecked: "Svaren kontrolleras när du skickar dem.",
    account: "Konto",
    testAccount: "testkonto",
    own: "Spara en kopia",
    company: (name, company) => `${company}, företrätt av ${name}`,
    born: (date) => `född ${date}`,
  },

  failure: {
    unreachable: "Ansökan kunde inte skickas: det finns ingen förbindelse med servern. Allt du har skrivit finns kvar här. Försök igen.",
    refused: "Servern tog inte emot ansökan. Allt du har skrivit finns kvar här. Försök igen senare, eller ladda ner den och kontakta oss.",
  },

  sent: {
    title: "Ansökan är skickad",
    lead: "Tack. Så här går det till nu.",
    reference: (reference) => `Referens: ${reference}`,
    steps: [
      "Varje undertecknare får e-post med en länk för att skriva under.",
      "Banken går igenom ansökan. Det tar oftast några arbetsdagar.",
      "Vi hör av oss så snart du kan ta emot betalningar.",
    ],
    gone: "Det du skrev har tagits bort från den här webbläsaren.",
  },
};
