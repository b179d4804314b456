use merchant_signup_core::text;
use proptest::prelude::*;

use super::check;

#[test]
fn distances_are_strsims() {
    check(20_000, ("[abc]{1,12}", prop::collection::vec("[abc]{1,12}", 1..4)), |(key, known)| {
        let limit = match key.len() {
            1 => 0,
            2..=4 => 1,
            5..=8 => 2,
            _ => 3,
        };
        let theirs = known
            .iter()
            .map(|name| (strsim::osa_distance(&key, name), name))
            .filter(|&(distance, _)| distance <= limit);
        let theirs = theirs.min_by_key(|&(distance, _)| distance).map(|(_, name)| name.as_str());
        assert_eq!(text::nearest(&key, known.iter().map(String::as_str)), theirs, "{key}, {known:?}");
    });
}
