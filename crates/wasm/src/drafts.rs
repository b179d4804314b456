//! The drafts that a page holds, by number, and what of them is written after a change.

use merchant_signup_core::{Issue, LiveDraft, Section};

use crate::place;
use crate::read::Packed;
use crate::wire::Changed;
use crate::write::Buffer;

/// The drafts, found by number in the same time however many there are.
pub(crate) struct Drafts {
    slots: Vec<Slot>,
    /// The slots with no draft in them.
    free: Vec<u32>,
}

struct Slot {
    /// How many drafts have been here before: a part of the number, so that an old number never means a new draft.
    generation: u32,
    live: Option<Box<Live>>,
}

/// A draft, and what its page knows of it.
pub(crate) struct Live {
    pub(crate) draft: LiveDraft,
    /// The page has the report as a whole, and not by sections.
    is_whole: bool,
}

/// What a draft takes, with its issues: some bytes more than one of an empty signup.
const EACH: usize = 4096;

/// The bits of a number that say which slot it is.
const SLOT: u32 = (1 << 20) - 1;

impl Drafts {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }

    /// Takes a draft in, and says its number.
    pub(crate) fn add(&mut self, draft: LiveDraft) -> u32 {
        let live = Some(Box::new(Live { draft, is_whole: true }));
        if let Some(free) = self.free.pop()
            && let Some(slot) = self.slot(free)
        {
            slot.live = live;
            return slot.generation << SLOT.count_ones() | free;
        }
        if self.slots.len() == self.slots.capacity() {
            // A browser takes milliseconds for each step in which memory grows, however small: so it is made room for as
            // many drafts again in one.
            drop(std::hint::black_box(Vec::<u8>::with_capacity(self.slots.len() * EACH)));
        }
        let number = u32::try_from(self.slots.len()).unwrap_or(u32::MAX) & SLOT;
        self.slots.push(Slot { generation: 0, live });
        number
    }

    pub(crate) fn remove(&mut self, number: u32) {
        if let Some(slot) = self.slot(number)
            && slot.generation == number >> SLOT.count_ones()
            && slot.live.take().is_some()
        {
            slot.generation = slot.generation.wrapping_add(1) & (u32::MAX >> SLOT.count_ones());
            self.free.push(number & SLOT);
        }
    }

    pub(crate) fn get(&mut self, number: u32) -> Option<&mut Live> {
        let slot = self.slot(number)?;
        if slot.generation == number >> SLOT.count_ones() { slot.live.as_deref_mut() } else { None }
    }

    fn slot(&mut self, number: u32) -> Option<&mut Slot> {
        self.slots.get_mut(usize::try_from(number & SLOT).ok()?)
    }
}

impl Live {
    /// Puts packed values in their places; none where one could not be read.
    pub(crate) fn take(&mut self, packed: &mut Packed<'_>) -> Option<()> {
        while let Some(at) = packed.place() {
            self.draft.set(place(at)?, &mut *packed).ok()?;
        }
        Some(())
    }

    /// Judges what changes have touched, and writes what the page does not know yet; none where that is nothing.
    ///
    /// It begins with [`Changed::Report`] and a whole report where something is said of the document itself or no signup is there to read;
    /// else with [`Changed::Sections`], where the signup stands, and the number of sections that follow, each with its issues.
    pub(crate) fn update(&mut self, out: &mut Buffer<'_>, everything: bool) -> Option<Vec<Issue>> {
        let changed = self.draft.update();
        if changed == 0 && !everything {
            return None;
        }
        let had_whole = self.is_whole;
        self.is_whole = self.draft.section(Section::PaymentOptions).is_none();
        if self.is_whole {
            let report = self.draft.report();
            out.byte(Changed::Report as u8);
            out.report(&report);
            return Some(report.into_issues());
        }
        let due = |section: &Section| everything || had_whole || changed >> *section as u16 & 1 == 1;
        let sections = Section::ALL.into_iter().filter(due);
        out.byte(Changed::Sections as u8);
        out.byte(self.draft.status() as u8);
        out.byte(sections.clone().count());
        let mut all = Vec::new();
        for (issues, summary) in sections.filter_map(|section| self.draft.section(section)) {
            out.summary(summary);
            out.issues(issues);
            all.extend_from_slice(issues);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use merchant_signup_core::{Date, Options};

    use super::*;

    fn draft() -> LiveDraft {
        LiveDraft::new(Options::new(Date::MIN))
    }

    #[test]
    fn an_old_number_never_means_a_new_draft() {
        let mut drafts = Drafts::new();
        let (first, second) = (drafts.add(draft()), drafts.add(draft()));
        drafts.remove(first);
        drafts.remove(first);
        let third = drafts.add(draft());
        assert_ne!(first, third);
        assert!(drafts.get(first).is_none());
        drafts.remove(first);
        assert!(drafts.get(second).is_some() && drafts.get(third).is_some());
        assert_eq!(drafts.slots.len(), 2);
    }
}
