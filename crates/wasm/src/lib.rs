//! The browser's boundary of merchant-signup: exports, and nothing else.
//!
//! A page puts bytes at [`reserve`]'s address, calls, and reads at the address that it gets back. `web/package` is the
//! other half: its walker packs a value (`read.rs`), its decoder reads the answer (`write.rs`), and both
//! know the numbers in it (`wire.rs`).

mod drafts;
mod read;
#[cfg(feature = "text")]
pub mod text;
pub mod wire;
mod write;

use std::cell::RefCell;

use merchant_signup_core::{
    Date, Draft, Field, Issue, Level, LiveDraft, Locale, Options, Place, Profile, check_deserializer, fixes,
    messages,
};
use wasm_bindgen::prelude::wasm_bindgen;

use drafts::Drafts;
use read::Packed;
use write::Buffer;

/// Smaller and faster than the standard library's.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// What the page writes.
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// What the page reads next, and the issues in it, in its order.
    static OUTPUT: RefCell<(Vec<u8>, Vec<Issue>)> = const { RefCell::new((Vec::new(), Vec::new())) };
    /// The message that the page reads next.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static DRAFTS: RefCell<Drafts> = const { RefCell::new(Drafts::new()) };
}

/// Makes room for `length` bytes, and says where; null where there is none. What was written before stays.
#[wasm_bindgen]
pub fn reserve(length: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < length {
            let due = length.checked_next_power_of_two().unwrap_or(usize::MAX);
            if input.try_reserve_exact(due - input.len()).is_err() {
                return std::ptr::null();
            }
            input.resize(due, 0);
        }
        input.as_ptr()
    })
}

/// The first `length` bytes of what the page wrote.
fn given<T>(length: usize, act: impl FnOnce(&[u8]) -> T) -> T {
    INPUT.with_borrow(|input| act(input.get(..length).unwrap_or_default()))
}

/// The answer that `write` writes, at the address that is returned; it gives back the issues that it wrote.
fn answer(write: impl FnOnce(&mut Buffer<'_>) -> Vec<Issue>) -> *const u8 {
    OUTPUT.with_borrow_mut(|(output, issues)| {
        output.clear();
        *issues = write(&mut Buffer(output));
        output.as_ptr()
    })
}

/// The options that a page passes: `settings` is level, profile and locale, four bits each, and whether the input
/// begins with an account: a byte of length, then its text; `today` is the digits of the date.
fn options(settings: u32, today: u32, input: &[u8]) -> (Options, &[u8]) {
    let digits = |value: u32| u8::try_from(value % 100).unwrap_or_default();
    let year = u16::try_from(today / 10_000).unwrap_or_default();
    let today = Date::new(year, digits(today / 100), digits(today)).unwrap_or(Date::MIN);
    let nth = |shift: u32| usize::try_from(settings >> shift & 15).unwrap_or_default();
    let level = Level::ALL.get(nth(0)).copied().unwrap_or_default();
    let profile = Profile::ALL.get(nth(4)).copied().unwrap_or(Profile::NO_2018);
    let locale = Locale::ALL.get(nth(8)).copied().unwrap_or_default();
    let options = Options::new(today).level(level).profile(profile).locale(locale);
    if nth(12) == 0 {
        return (options, input);
    }
    let (length, rest) =
        input.split_first().map_or((0, input), |(length, rest)| (usize::from(*length), rest));
    let (account, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    (options.account(std::str::from_utf8(account).unwrap_or_default()), rest)
}

/// The tables that the page's half works by: fields, reasons, and the names of everything that is written as a number.
#[wasm_bindgen]
pub fn tables() -> *const u8 {
    answer(|out| {
        out.tables();
        Vec::new()
    })
}

/// Brings a language: the input is its catalogue.
#[wasm_bindgen]
pub fn load(length: usize, locale: usize) {
    let text = given(length, |text| std::str::from_utf8(text).unwrap_or_default().to_owned());
    if let Some(locale) = Locale::ALL.get(locale) {
        messages::load(*locale, text);
    }
}

/// Checks a packed value.
#[wasm_bindgen]
pub fn check(length: usize, settings: u32, today: u32) -> *const u8 {
    let report = given(length, |input| {
        let (options, value) = options(settings, today, input);
        check_deserializer(&mut Packed::new(value), &options)
    });
    answer(|out| {
        out.report(&report);
        report.into_issues()
    })
}

/// What the issue at an index of the last answer says, in a language: a text.
#[wasm_bindgen]
pub fn message(index: usize, locale: usize) -> *const u8 {
    let text = OUTPUT.with_borrow(|(_, issues)| {
        let locale = Locale::ALL.get(locale).copied().unwrap_or_default();
        issues.get(index).map(|issue| issue.message(locale))
    });
    MESSAGE.with_borrow_mut(|output| {
        output.clear();
        Buffer(output).text(&text.unwrap_or_default());
        output.as_ptr()
    })
}

/// The safe fixes of a packed value.
#[wasm_bindgen]
pub fn fix(length: usize) -> *const u8 {
    given(length, |input| {
        let draft = Draft::from_deserializer(&mut Packed::new(input));
        let changes = draft.map(|draft| fixes(&draft)).unwrap_or_default();
        answer(|out| {
            out.number(changes.len());
            for fix in changes {
                out.place(fix.place());
                out.byte(fix.kind() as u8);
                out.text(fix.text());
            }
            Vec::new()
        })
    })
}

/// Begins a draft, and says its number.
#[wasm_bindgen]
pub fn draft(length: usize, settings: u32, today: u32) -> u32 {
    let options = given(length, |input| options(settings, today, input).0);
    DRAFTS.with_borrow_mut(|drafts| drafts.add(LiveDraft::new(options)))
}

/// Forgets a draft.
#[wasm_bindgen]
pub fn draft_free(number: u32) {
    DRAFTS.with_borrow_mut(|drafts| drafts.remove(number));
}

/// Judges a draft by other options.
#[wasm_bindgen]
pub fn draft_configure(number: u32, length: usize, settings: u32, today: u32) {
    let options = given(length, |input| options(settings, today, input).0);
    DRAFTS.with_borrow_mut(|drafts| {
        if let Some(live) = drafts.get(number) {
            live.draft.configure(options);
        }
    });
}

/// Puts packed values in their places, each behind the three bytes of its place, and says what changed; see
/// `Live::update`. Null where nothing did, 1 where a value could not be read.
#[wasm_bindgen]
pub fn draft_change(number: u32, length: usize, everything: bool) -> *const u8 {
    DRAFTS.with_borrow_mut(|drafts| {
        let Some(live) = drafts.get(number) else { return UNREADABLE };
        if given(length, |input| live.take(&mut Packed::new(input))).is_none() {
            return UNREADABLE;
        }
        let mut changed = false;
        let address = answer(|out| {
            let issues = live.update(out, everything);
            changed = issues.is_some();
            issues.unwrap_or_default()
        });
        if changed { address } else { std::ptr::null() }
    })
}

/// No address: nothing of ours lies there.
const UNREADABLE: *const u8 = std::ptr::without_provenance(1);

/// Whether an answer is owed today at a place of a draft, or below it.
#[wasm_bindgen]
pub fn draft_owes(number: u32, at: u32) -> bool {
    DRAFTS.with_borrow_mut(|drafts| {
        drafts.get(number).zip(place(at)).is_some_and(|(live, place)| live.draft.is_owed(place))
    })
}

/// The place that three bytes name: field, row, element, the latter two one more than the index or 0.
pub(crate) fn place(bytes: u32) -> Option<Place> {
    let [field, row, element, _] = bytes.to_le_bytes();
    let mut place = Place::of(Field::ALL.get(usize::from(field)).copied()?);
    if let Some(row) = row.checked_sub(1) {
        place = Place::in_row(place.field(), row);
    }
    Some(element.checked_sub(1).map_or(place, |element| place.element(element)))
}
