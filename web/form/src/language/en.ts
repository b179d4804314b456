/** English, and the shape that every other language has. The names of the fields are those that the messages use. */

export const en = {
  formName: "Merchant signup",
  skip: "Go to the form",
  language: "Language",
  colors: { label: "Colours", auto: "As the device", light: "Light", dark: "Dark" },

  progress: {
    label: "Steps of the signup",
    step: (number: number, of: number) => `Step ${number} of ${of}`,
    all: "All steps",
    answered: (done: number, of: number) => `${done} of ${of} answered`,
    ready: "Ready",
    attention: "Needs attention",
    nothingOwed: "Nothing to answer",
    keeps: "What you type is kept in this tab until you send it or close the tab.",
  },

  noRules: {
    title: "Answers are not checked while you type",
    text: "This browser could not load the checks. You can fill in and send the form all the same: the server checks it and its answer shows here, beside the fields.",
  },

  actions: {
    next: "Save and go on",
    toReview: "Save and review",
    back: "Back",
    later: "Come back to this later",
    send: "Send the signup",
    sending: "Sending …",
    change: "Change",
    copy: "Copy as JSON",
    copied: "Copied",
    download: "Download as JSON",
    again: "Begin a new signup",
  },

  yes: "Yes",
  no: "No",
  choose: "Choose",
  optional: "optional",
  warning: "Check this:",
  info: "Good to know:",
  error: "Error:",

  summary: {
    title: (count: number) => (count === 1 ? "There is one thing to put right" : `There are ${count} things to put right`),
    fromServer: "The server found something to put right",
  },

  fix: {
    offer: (value: string) => `We can write this as ${value}`,
    use: "Use this",
  },

  steps: {
    payment_options: { name: "Payment options", title: "How do your customers pay?", lead: "Choose everything you want to offer. You can pick several currencies for each." },
    revenue: { name: "Revenue", title: "What do you expect to sell?", lead: "Estimates are enough. They tell the bank what is normal for your business." },
    bank_account: { name: "Bank account", title: "Where should the money go?", lead: "The account must belong to the company that applies." },
    store_type: { name: "Store type", title: "Where do you sell?", lead: "Choose all that apply. What you have to show your customers depends on it." },
    ownership: { name: "Ownership", title: "Who owns the company?", lead: "The law asks who stands behind a company that takes payments." },
    verifications: { name: "Your shop", title: "What does your shop show?", lead: "The bank looks for these things before it says yes. If something is not in place yet, put it in order first and come back." },
    signature: { name: "Signature", title: "Who signs?", lead: "A signing link is sent to each person you name here." },
    applicant: { name: "Contact", title: "How do we reach you?", lead: "We call only if something in the signup is unclear." },
    review: { name: "Review", title: "Check your answers", lead: "Read through it once. You can change everything until you send." },
  },

  payment: {
    type: "Payment options",
    types: {
      "bambora.creditcard": { name: "Cards", hint: "Visa and Mastercard" },
      "bambora.vipps": { name: "Vipps", hint: "Mostly for customers in Norway" },
      "bambora.mobilepay": { name: "MobilePay", hint: "Mostly for customers in Denmark and Finland" },
    } as Record<string, { name: string; hint: string }>,
    currencies: (type: string) => `Currencies for ${type}`,
    currenciesHint: "Which currencies do you want to be paid in?",
    more: "Find another currency",
    moreHint: "Type a name or a code, such as yen or JPY",
    found: (count: number) => (count === 0 ? "No currency has that name or code" : count === 1 ? "1 currency" : `${count} currencies`),
  },

  revenue: {
    currency: "Currency of the revenue",
    currencyHint: "The amounts below are in this currency.",
    common: "Common",
    others: "All currencies",
    moved: (currency: string) => `The ranges below are now in ${currency}. Check that they still fit.`,
    yearly_revenue: { label: "Yearly revenue", hint: "Everything you expect to be paid through this agreement in a year." },
    highest_transaction_amount: { label: "Highest single amount", hint: "The largest single payment you expect." },
    average_amount: { label: "Average amount", hint: "What a customer usually pays at once." },
    under: (amount: string) => `Under ${amount}`,
    over: (amount: string) => `Over ${amount}`,
    other: "Another amount",
    otherLabel: (label: string) => `${label}: another amount`,
    otherHint: "A range or a number, such as 300-700",
    accept_prepaid: { label: "Payment before delivery", question: "Do customers pay before they get what they bought?", hint: "For example pre-orders, tickets, courses and travel." },
    subscriptions_or_memberships: { label: "Subscriptions or memberships", question: "Do you sell subscriptions or memberships?", hint: "Customers who pay again at regular times." },
    gift_cards: { label: "Gift cards", question: "Do you sell gift cards?", hint: "On paper or online." },
  },

  bank: {
    bank_name: { label: "Bank", hint: "The name of the company's bank." },
    account_number: { label: "Account number", hint: "An IBAN, or the number as your bank writes it. Spaces and dots are fine." },
  },

  store: {
    label: "Store type",
    types: {
      online: { name: "Online", hint: "A web shop or an app where customers pay by themselves" },
      instore: { name: "In a shop", hint: "Customers pay in person, at a till or a terminal" },
      remote: { name: "At a distance", hint: "By phone, post or payment link" },
    } as Record<string, { name: string; hint: string }>,
  },

  ownership: {
    structure: {
      label: "Ownership structure",
      hint: "Shares and votes count, directly or through other companies.",
      options: {
        owners_with_more_than_25: { name: "Someone owns more than 25 %", hint: "One or more persons, who are listed below" },
        no_owners_with_more_than_25: { name: "Nobody owns more than 25 %", hint: "The ownership is spread over many" },
        complex: { name: "It is complex", hint: "For example several layers of companies, a foundation or a fund" },
      } as Record<string, { name: string; hint: string }>,
    },
    owners: "Owners",
    ownersHint: "List everyone with more than 25 %, and those who control the company in another way.",
    owner: (number: number) => `Owner ${number}`,
    kind: { label: "The owner is", person: "A person", company: "A company" },
    legal_name: { label: "Company's legal name", hint: "As it is registered." },
    legalNameMissing: "Enter the company's legal name",
    name: { label: "Owner's name", hint: "First and last name." },
    representative: "Who represents this company: first and last name.",
    date_of_birth: { label: "Date of birth", companyHint: "Of the person who represents the company." },
    percentage: { label: "Ownership percentage", hint: "For example 33.3" },
    add: "Add an owner",
    remove: (who: string) => `Remove ${who}`,
    picture: {
      title: "The shares so far",
      owner: "Owner",
      share: "Share",
      unaccounted: "Not accounted for",
      threshold: "25 % line",
      unknown: "No share yet",
      over: "Over the line",
      none: "Nobody has a share yet.",
      sum: (sum: string) => `${sum} is accounted for.`,
      rest: (rest: string) => `${rest} is not accounted for.`,
      tooMuch: (excess: string) => `That is ${excess} too much.`,
      above: (count: number) => (count === 0 ? "Nobody has more than 25 %." : count === 1 ? "One owner has more than 25 %." : `${count} owners have more than 25 %.`),
    },
  },

  date: { day: "Day", month: "Month", year: "Year", hint: "For example 20 9 1990" },

  verifications: {
    terms_and_conditions: { label: "Terms and conditions", question: "Does your site show its terms and conditions?", hint: "Returns, delivery and privacy, where customers can find them before they buy." },
    terms_and_conditions_url: { label: "Address of the terms and conditions", question: "Address of the terms and conditions", hint: "The full web address, such as https://example.com/terms" },
    contact_information: { label: "Contact information", question: "Does your site show how to reach you?", hint: "Organisation number, phone and address are easy to find." },
    payment_site: { label: "Payment page", question: "Can customers reach a payment page?", hint: "They can put something in a basket and get as far as paying." },
    clear_pricing: { label: "Clear prices", question: "Does every product show its price?", hint: "With taxes and in the currency that is charged." },
    payment_product_logos: { label: "Card logos", question: "Does the payment page show the card logos?", hint: "The logos of the cards and payment options you take." },
    nothing: "A shop where customers pay in person has nothing to confirm here. You can go on.",
    because: (types: string) => `You sell ${types}. That decides what is asked here.`,
    sells: { online: "online", instore: "in a shop", remote: "at a distance" } as Record<string, string>,
  },

  signature: {
    signatories: "Signatories",
    signatoriesHint: "The general manager, or whoever may sign for the company. If two must sign together, add both.",
    signatory: (number: number) => `Signatory ${number}`,
    name: { label: "Signatory's name", hint: "First and last name." },
    email: { label: "Signatory's e-mail", hint: "The signing link is sent here." },
    add: "Add a signatory",
    remove: (who: string) => `Remove ${who}`,
    pep: "Politically exposed persons",
    pepLead: "Everyone who takes payments is asked this, by the law against money laundering. A yes is no obstacle: the bank asks a few more questions.",
    person: { label: "Politically exposed person", question: "Are you, or is any owner, a politically exposed person?", hint: "Someone who holds, or in the last year held, a high public office." },
    personMore: {
      title: "Which offices count?",
      items: [
        "Head of state, head of government, minister or deputy minister",
        "Member of parliament, or of a political party's governing body",
        "Judge of a supreme or constitutional court",
        "Member of the board of an auditor general's office or a central bank",
        "Ambassador, chargé d'affaires or high-ranking officer of the armed forces",
        "Member of the management or board of a state-owned enterprise",
        "Director, deputy director or board member of an international organisation",
      ],
    },
    associated: { label: "Close associate of a politically exposed person", question: "Are you, or is any owner, close to such a person?", hint: "Family, or somebody you do business with." },
    associatedMore: {
      title: "Who counts as close?",
      items: [
        "Parents, spouse, registered partner, cohabitant, children and their partners",
        "Someone who owns a company together with a politically exposed person, or has other close business ties",
        "The only owner of a company that was in truth set up for such a person",
      ],
    },
  },

  applicant: {
    phone_number: { label: "Phone number", hint: "With + and the country code, such as +47 999 99 999" },
  },

  review: {
    unanswered: "Not answered",
    complete: "Everything is answered and checked.",
    incomplete: "Some answers are still missing.",
    invalid: "Some answers have to be put right.",
    unchecked: "Your answers are checked when you send them.",
    account: "Account",
    testAccount: "test account",
    own: "Keep a copy",
    company: (name: string, company: string) => `${company}, represented by ${name}`,
    born: (date: string) => `born ${date}`,
  },

  failure: {
    unreachable: "The signup could not be sent: there is no connection to the server. Everything you typed is still here. Try again.",
    refused: "The server did not take the signup. Everything you typed is still here. Try again later, or download it and get in touch.",
  },

  sent: {
    title: "The signup is sent",
    lead: "Thank you. Here is what happens now.",
    reference: (reference: string) => `Reference: ${reference}`,
    steps: [
      "Each signatory gets an e-mail with a link to sign.",
      "The bank looks through the signup. It usually takes a few working days.",
      "You hear from us as soon as you can take payments.",
    ],
    gone: "What you typed has been removed from this browser.",
  },
};

export type Dictionary = typeof en;
