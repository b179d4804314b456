//! The browser's boundary of merchant-signup: exports, and nothing else.
//!
//! A page puts bytes at [`reserve`]'s address, calls, and reads at the address that it gets back. `web/package` is the
//! other half: its walker packs a value (`read.rs`), its decoder reads the answer (`write.rs`).

mod read;
#[cfg(feature = "text")]
pub mod text;
mod write;

use std::cell::RefCell;

use merchant_signup_core::{
    Date, Draft, Field, Level, LiveDraft, Locale, Options, Place, Profile, check_deserializer, fixes,
    messages,
};
use wasm_bindgen::prelude::wasm_bindgen;

use read::Packed;
use write::Buffer;

/// Smaller and faster than the standard library's.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// What the page wrote, and what it reads next.
    static BUFFERS: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
    static DRAFTS: RefCell<Vec<Option<LiveDraft>>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for `length` bytes, and says where; null where there is none. What was written before stays.
#[wasm_bindgen]
pub fn reserve(length: usize) -> *const u8 {
    BUFFERS.with_borrow_mut(|(input, _)| {
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

/// Runs `judge` over the first `length` bytes of the input; the answer stands at the address that is returned.
fn answer(length: usize, judge: impl FnOnce(&[u8], &mut Buffer)) -> *const u8 {
    BUFFERS.with_borrow_mut(|(input, output)| {
        let mut buffer = Buffer::default();
        judge(input.get(..length).unwrap_or_default(), &mut buffer);
        buffer.finish(output);
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
    answer(0, |_, out| out.tables())
}

/// Brings a language: the input is its catalogue.
#[wasm_bindgen]
pub fn load(length: usize, locale: usize) {
    BUFFERS.with_borrow(|(input, _)| {
        let text =
            std::str::from_utf8(input.get(..length).unwrap_or_default()).unwrap_or_default().to_owned();
        if let Some(locale) = Locale::ALL.get(locale) {
            messages::load(*locale, text);
        }
    });
}

/// Checks a packed value.
#[wasm_bindgen]
pub fn check(length: usize, settings: u32, today: u32) -> *const u8 {
    answer(length, |input, out| {
        let (options, value) = options(settings, today, input);
        out.report(&check_deserializer(&mut Packed::new(value), &options));
    })
}

/// The safe fixes of a packed value.
#[wasm_bindgen]
pub fn fix(length: usize) -> *const u8 {
    answer(length, |input, out| {
        let changes =
            Draft::from_deserializer(&mut Packed::new(input)).map(|draft| fixes(&draft)).unwrap_or_default();
        out.number(changes.len());
        for fix in changes {
            out.place(fix.place());
            out.byte(fix.kind() as u8);
            out.text(fix.text());
        }
    })
}

/// Begins a draft, and says its number.
#[wasm_bindgen]
pub fn draft(length: usize, settings: u32, today: u32) -> usize {
    let draft = BUFFERS.with_borrow(|(input, _)| {
        LiveDraft::new(options(settings, today, input.get(..length).unwrap_or_default()).0)
    });
    DRAFTS.with_borrow_mut(|drafts| {
        let free = drafts.iter().position(Option::is_none).unwrap_or(drafts.len());
        match drafts.get_mut(free) {
            Some(slot) => *slot = Some(draft),
            None => drafts.push(Some(draft)),
        }
        free
    })
}

/// Forgets a draft.
#[wasm_bindgen]
pub fn draft_free(number: usize) {
    DRAFTS.with_borrow_mut(|drafts| drafts.get_mut(number).map(Option::take));
}

fn with_draft<T: Default>(number: usize, act: impl FnOnce(&mut LiveDraft) -> T) -> T {
    DRAFTS.with_borrow_mut(|drafts| {
        drafts.get_mut(number).and_then(Option::as_mut).map(act).unwrap_or_default()
    })
}

/// The place that three bytes name: field, row, element, the latter two one more than the index or 0.
fn place(bytes: u32) -> Option<Place> {
    let [field, row, element, _] = bytes.to_le_bytes();
    let mut place = Place::of(Field::ALL.get(usize::from(field)).copied()?);
    if let Some(row) = row.checked_sub(1) {
        place = Place::in_row(place.field(), row);
    }
    Some(element.checked_sub(1).map_or(place, |element| place.element(element)))
}

/// Judges a draft by other options.
#[wasm_bindgen]
pub fn draft_configure(number: usize, length: usize, settings: u32, today: u32) {
    BUFFERS.with_borrow(|(input, _)| {
        let (options, _) = options(settings, today, input.get(..length).unwrap_or_default());
        with_draft(number, |draft| draft.configure(options));
    });
}

/// Puts the packed value in its place, and says where the signup stands then; 255 where the value could not be read.
#[wasm_bindgen]
pub fn draft_set(number: usize, at: u32, length: usize) -> u8 {
    BUFFERS.with_borrow(|(input, _)| {
        let value = input.get(..length).unwrap_or_default();
        let status = with_draft(number, |draft| {
            draft.set(place(at)?, &mut Packed::new(value)).ok()?;
            Some(draft.status() as u8)
        });
        status.unwrap_or(u8::MAX)
    })
}

/// What is said of exactly one place.
#[wasm_bindgen]
pub fn draft_issues_at(number: usize, at: u32) -> *const u8 {
    answer(0, |_, out| {
        with_draft(number, |draft| {
            let locale = draft.locale();
            let issues = place(at).map(|place| draft.issues_at(place)).unwrap_or_default();
            out.issues(issues.iter().copied(), issues.len(), locale);
        });
    })
}

/// A draft's whole report.
#[wasm_bindgen]
pub fn draft_report(number: usize) -> *const u8 {
    answer(0, |_, out| with_draft(number, |draft| out.report(&draft.report())))
}
