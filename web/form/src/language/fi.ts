/** Suomi. */

import type { Dictionary } from "./en";

export const fi: Dictionary = {
  formName: "Maksupalveluhakemus",
  skip: "Siirry lomakkeeseen",
  language: "Kieli",
  colors: { label: "Värit", auto: "Kuten laitteessa", light: "Vaaleat", dark: "Tummat" },

  progress: {
    label: "Hakemuksen vaiheet",
    step: (number, of) => `Vaihe ${number}/${of}`,
    all: "Kaikki vaiheet",
    answered: (done, of) => `Vastattu ${done}/${of}`,
    ready: "Valmis",
    attention: "Korjattavaa",
    nothingOwed: "Ei vastattavaa",
    keeps: "Kirjoittamasi säilyy tässä välilehdessä, kunnes lähetät sen tai suljet välilehden.",
  },

  noRules: {
    title: "Vastauksia ei tarkisteta kirjoittaessasi",
    text: "Selain ei voinut ladata tarkistuksia. Voit silti täyttää ja lähettää lomakkeen: palvelin tarkistaa sen, ja sen huomiot näkyvät täällä kenttien vieressä.",
  },

  actions: {
    next: "Tallenna ja jatka",
    toReview: "Tallenna ja tarkista",
    back: "Takaisin",
    later: "Palaa tähän myöhemmin",
    send: "Lähetä hakemus",
    sending: "Lähetetään …",
    change: "Muuta",
    copy: "Kopioi JSON-muodossa",
    copied: "Kopioitu",
    download: "Lataa JSON-muodossa",
    again: "Aloita uusi hakemus",
  },

  yes: "Kyllä",
  no: "Ei",
  choose: "Valitse",
  optional: "vapaaehtoinen",
  warning: "Tarkista:",
  info: "Hyvä tietää:",
  error: "Virhe:",

  summary: {
    title: (count) => (count === 1 ? "Yksi asia on korjattava" : `${count} asiaa on korjattava`),
    fromServer: "Palvelin löysi korjattavaa",
  },

  fix: {
    offer: (value) => `Voimme kirjoittaa tämän muodossa ${value}`,
    use: "Käytä tätä",
  },

  steps: {
    payment_options: { name: "Maksutavat", title: "Miten asiakkaasi maksavat?", lead: "Valitse kaikki, mitä haluat tarjota. Voit valita kullekin useita valuuttoja." },
    revenue: { name: "Liikevaihto", title: "Paljonko arvioit myyväsi?", lead: "Arviot riittävät. Ne kertovat pankille, mikä on yrityksellesi tavallista." },
    bank_account: { name: "Pankkitili", title: "Minne rahat maksetaan?", lead: "Tilin on kuuluttava hakevalle yritykselle." },
    store_type: { name: "Myyntipaikka", title: "Missä myyt?", lead: "Valitse kaikki sopivat. Se ratkaisee, mitä asiakkaille on näytettävä." },
    ownership: { name: "Omistus", title: "Kuka omistaa yrityksen?", lead: "Laki kysyy, kuka on maksuja vastaanottavan yrityksen takana." },
    verifications: { name: "Kauppasi", title: "Mitä kauppasi näyttää?", lead: "Pankki katsoo näitä ennen kuin se hyväksyy. Jos jotain puuttuu vielä, laita se ensin kuntoon ja palaa." },
    signature: { name: "Allekirjoitus", title: "Kuka allekirjoittaa?", lead: "Jokainen tässä nimetty saa linkin allekirjoittamista varten." },
    applicant: { name: "Yhteys", title: "Miten tavoitamme sinut?", lead: "Soitamme vain, jos jokin hakemuksessa on epäselvää." },
    review: { name: "Tarkistus", title: "Tarkista vastauksesi", lead: "Lue kerran läpi. Voit muuttaa kaikkea lähettämiseen asti." },
  },

  payment: {
    type: "Maksutavat",
    types: {
      "bambora.creditcard": { name: "Kortit", hint: "Visa ja Mastercard" },
      "bambora.vipps": { name: "Vipps", hint: "Lähinnä norjalaisille asiakkaille" },
      "bambora.mobilepay": { name: "MobilePay", hint: "Lähinnä tanskalaisille ja suomalaisille asiakkaille" },
    },
    currencies: (type) => `Valuutat: ${type}`,
    currenciesHint: "Missä valuutoissa haluat maksut?",
    more: "Etsi muu valuutta",
    moreHint: "Kirjoita nimi tai koodi, esimerkiksi jeni tai JPY",
    found: (count) => (count === 0 ? "Millään valuutalla ei ole tätä nimeä tai koodia" : count === 1 ? "1 valuutta" : `${count} valuuttaa`),
  },

  revenue: {
    currency: "Liikevaihdon valuutta",
    currencyHint: "Alla olevat summat ovat tässä valuutassa.",
    common: "Tavalliset",
    others: "Kaikki valuutat",
    moved: (currency) => `Alla olevien vaihtoehtojen valuutta on nyt ${currency}. Tarkista, että ne sopivat yhä.`,
    yearly_revenue: { label: "Vuosittainen liikevaihto", hint: "Kaikki, minkä arvioit saavasi tämän sopimuksen kautta vuodessa." },
    highest_transaction_amount: { label: "Suurin yksittäinen summa", hint: "Suurin odottamasi yksittäinen maksu." },
    average_amount: { label: "Keskimääräinen summa", hint: "Mitä asiakas tavallisesti maksaa kerralla." },
    under: (amount) => `Alle ${amount}`,
    over: (amount) => `Yli ${amount}`,
    other: "Muu summa",
    otherLabel: (label) => `${label}: muu summa`,
    otherHint: "Väli tai luku, esimerkiksi 300-700",
    accept_prepaid: { label: "Maksu ennen toimitusta", question: "Maksavatko asiakkaat ennen kuin saavat ostoksensa?", hint: "Esimerkiksi ennakkotilaukset, liput, kurssit ja matkat." },
    subscriptions_or_memberships: { label: "Tilaukset tai jäsenyydet", question: "Myytkö tilauksia tai jäsenyyksiä?", hint: "Asiakkaat maksavat uudelleen säännöllisin välein." },
    gift_cards: { label: "Lahjakortit", question: "Myytkö lahjakortteja?", hint: "Paperisina tai verkossa." },
  },

  bank: {
    bank_name: { label: "Pankki", hint: "Yrityksen pankin nimi." },
    account_number: { label: "Tilinumero", hint: "IBAN tai numero siten kuin pankki sen kirjoittaa. Välilyönnit ja pisteet käyvät." },
  },

  store: {
    label: "Myyntipaikka",
    types: {
      online: { name: "Verkossa", hint: "Verkkokauppa tai sovellus, jossa asiakas maksaa itse" },
      instore: { name: "Myymälässä", hint: "Asiakas maksaa paikan päällä kassalla tai päätteellä" },
      remote: { name: "Etänä", hint: "Puhelimitse, postitse tai maksulinkillä" },
    },
  },

  ownership: {
    structure: {
      label: "Omistusrakenne",
      hint: "Sekä osakkeet että äänet lasketaan, suoraan tai muiden yritysten kautta.",
      options: {
        owners_with_more_than_25: { name: "Joku omistaa yli 25 %", hint: "Yksi tai useampi henkilö, jotka luetellaan alla" },
        no_owners_with_more_than_25: { name: "Kukaan ei omista yli 25 %", hint: "Omistus on jakautunut monelle" },
        complex: { name: "Se on monitahoinen", hint: "Esimerkiksi useita yrityksiä peräkkäin, säätiö tai rahasto" },
      },
    },
    owners: "Omistajat",
    ownersHint: "Luettele kaikki, joilla on yli 25 %, ja ne, jotka muuten käyttävät määräysvaltaa.",
    owner: (number) => `Omistaja ${number}`,
    kind: { label: "Omistaja on", person: "Henkilö", company: "Yritys" },
    legal_name: { label: "Yrityksen virallinen nimi", hint: "Niin kuin se on rekisteröity." },
    legalNameMissing: "Kirjoita yrityksen virallinen nimi",
    name: { label: "Omistajan nimi", hint: "Etunimi ja sukunimi." },
    representative: "Yrityksen edustaja: etunimi ja sukunimi.",
    date_of_birth: { label: "Syntymäaika", companyHint: "Yrityksen edustajan." },
    percentage: { label: "Omistusosuus", hint: "Esimerkiksi 33,3" },
    add: "Lisää omistaja",
    remove: (who) => `Poista ${who}`,
    picture: {
      title: "Osuudet tähän asti",
      owner: "Omistaja",
      share: "Osuus",
      unaccounted: "Selvittämättä",
      threshold: "25 %:n raja",
      unknown: "Ei osuutta vielä",
      over: "Yli rajan",
      none: "Kenelläkään ei ole vielä osuutta.",
      sum: (sum) => `Selvitetty: ${sum}.`,
      rest: (rest) => `Selvittämättä: ${rest}.`,
      tooMuch: (excess) => `Se on ${excess} liikaa.`,
      above: (count) => (count === 0 ? "Kenelläkään ei ole yli 25 %:a." : count === 1 ? "Yhdellä omistajalla on yli 25 %." : `${count} omistajalla on yli 25 %.`),
    },
  },

  date: { day: "Päivä", month: "Kuukausi", year: "Vuosi", hint: "Esimerkiksi 20 9 1990" },

  verifications: {
    terms_and_conditions: { label: "Ehdot", question: "Näyttääkö sivustosi ehtonsa?", hint: "Palautukset, toimitus ja tietosuoja siellä, mistä asiakas löytää ne ennen ostamista." },
    terms_and_conditions_url: { label: "Ehtojen osoite", question: "Ehtojen osoite", hint: "Koko verkko-osoite, esimerkiksi https://example.com/ehdot" },
    contact_information: { label: "Yhteystiedot", question: "Näyttääkö sivustosi, miten sinut tavoittaa?", hint: "Y-tunnus, puhelin ja osoite löytyvät helposti." },
    payment_site: { label: "Maksusivu", question: "Pääsevätkö asiakkaat maksusivulle?", hint: "He voivat lisätä tuotteen ostoskoriin ja edetä maksamiseen asti." },
    clear_pricing: { label: "Selkeät hinnat", question: "Onko jokaisella tuotteella hinta?", hint: "Veroineen ja siinä valuutassa, jossa veloitetaan." },
    payment_product_logos: { label: "Korttien logot", question: "Näyttääkö maksusivu korttien logot?", hint: "Niiden korttien ja maksutapojen logot, joita otat vastaan." },
    nothing: "Myymälällä, jossa asiakkaat maksavat paikan päällä, ei ole tässä vahvistettavaa. Voit jatkaa.",
    because: (types) => `Myyt ${types}. Se ratkaisee, mitä tässä kysytään.`,
    sells: { online: "verkossa", instore: "myymälässä", remote: "etänä" },
  },

  signature: {
    signatories: "Allekirjoittajat",
    signatoriesHint: "Toimitusjohtaja tai muu, jolla on nimenkirjoitusoikeus. Jos kahden on allekirjoitettava yhdessä, lisää molemmat.",
    signatory: (number) => `Allekirjoittaja ${number}`,
    name: { label: "Allekirjoittajan nimi", hint: "Etunimi ja sukunimi." },
    email: { label: "Allekirjoittajan sähköposti", hint: "Allekirjoituslinkki lähetetään tähän." },
    add: "Lisää allekirjoittaja",
    remove: (who) => `Poista ${who}`,
    pep: "Poliittisesti vaikutusvaltaiset henkilöt",
    pepLead: "Rahanpesulain nojalla tätä kysytään kaikilta, jotka ottavat vastaan maksuja. Kyllä ei ole este: pankki esittää muutaman lisäkysymyksen.",
    person: { label: "Poliittisesti vaikutusvaltainen henkilö", question: "Oletko sinä tai onko joku omistajista poliittisesti vaikutusvaltainen henkilö?", hint: "Joku, jolla on tai viimeisen vuoden aikana on ollut korkea julkinen tehtävä." },
    personMore: {
      title: "Mitä tehtäviä tämä koskee?",
      items: [
        "Valtionpäämies, pääministeri, ministeri tai varaministeri",
        "Kansanedustaja tai poliittisen puolueen johtoelimen jäsen",
        "Korkeimman oikeuden tai perustuslakituomioistuimen tuomari",
        "Valtiontalouden tarkastusviraston tai keskuspankin johtokunnan jäsen",
        "Suurlähettiläs, asiainhoitaja tai puolustusvoimien korkea upseeri",
        "Valtion omistaman yrityksen johdon tai hallituksen jäsen",
        "Kansainvälisen järjestön johtaja, varajohtaja tai hallituksen jäsen",
      ],
    },
    associated: { label: "Poliittisesti vaikutusvaltaisen henkilön lähipiiri", question: "Kuulutko sinä tai kuuluuko joku omistajista tällaisen henkilön lähipiiriin?", hint: "Perhe tai joku, jonka kanssa tehdään liiketoimia." },
    associatedMore: {
      title: "Kuka kuuluu lähipiiriin?",
      items: [
        "Vanhemmat, puoliso, rekisteröity kumppani, avopuoliso, lapset ja heidän kumppaninsa",
        "Joku, joka omistaa yrityksen yhdessä poliittisesti vaikutusvaltaisen henkilön kanssa tai jolla on muu läheinen liikesuhde",
        "Sellaisen yrityksen ainoa omistaja, joka on tosiasiassa perustettu tällaista henkilöä varten",
      ],
    },
  },

  applicant: {
    phone_number: { label: "Puhelinnumero", hint: "Alkuun + ja maatunnus, esimerkiksi +358 41 2345678" },
  },

  review: {
    unanswered: "Ei vastausta",
    complete: "Kaikkeen on vastattu, ja vastaukset on tarkistettu.",
    incomplete: "Joitakin vastauksia puuttuu vielä.",
    invalid: "Joitakin vastauksia on korjattava.",
    unchecked: "Vastaukset tarkistetaan, kun lähetät ne.",
    account: "Tili",
    testAccount: "testitili",
    own: "Säilytä kopio",
    company: (name, company) => `${company}, edustajana ${name}`,
    born: (date) => `syntynyt ${date}`,
  },

  failure: {
    unreachable: "Hakemusta ei voitu lähettää: palvelimeen ei saada yhteyttä. Kaikki kirjoittamasi on yhä tässä. Yritä uudelleen.",
    refused: "Palvelin ei ottanut hakemusta vastaan. Kaikki kirjoittamasi on yhä tässä. Yritä myöhemmin uudelleen tai lataa hakemus ja ota yhteyttä.",
  },

  sent: {
    title: "Hakemus on lähetetty",
    lead: "Kiitos. Näin edetään nyt.",
    reference: (reference) => `Viite: ${reference}`,
    steps: [
      "Jokainen allekirjoittaja saa sähköpostiin linkin allekirjoittamista varten.",
      "Pankki käy hakemuksen läpi. Se kestää tavallisesti muutaman arkipäivän.",
      "Kuulet meistä heti, kun voit ottaa vastaan maksuja.",
    ],
    gone: "Kirjoittamasi on poistettu tästä selaimesta.",
  },
};
