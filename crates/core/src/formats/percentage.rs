//! Percentage: a share of ownership, and the exact sum of several.
//!
//! JSON numbers reach a program as binary doubles, of which most decimals are only near neighbours: as doubles,
//! 25.1 + 39.2 + 35.7 is not 100. A percentage counts as the shortest decimal that stands for its double, the one that was
//! typed, and those are added exactly.
//!
//! Source: the shortest decimal is what ECMAScript prints for a number:
//! <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>.
//!
//! ```
//! use core::cmp::Ordering;
//! use merchant_signup_core::formats::percentage::{Percentage, Sum};
//!
//! let shares = [25.1, 39.2, 35.7].map(Percentage::from_f64);
//! let sum: Sum = shares.into_iter().flatten().collect();
//! assert_eq!(sum.hundredths_cmp(10_000), Ordering::Equal);
//! assert_eq!(Percentage::from_f64(100.1), None);
//! assert_eq!(Percentage::from_f64(25.10).unwrap().to_string(), "25.1");
//! ```

use core::{cmp::Ordering, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A share: more than 0 and at most 100.
///
/// Kept as the bits of its double, which sort as the positive numbers that they stand for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage(u64);

/// The most decimals that are exact, and the unit of a [`Sum`]: 10^-27 of a per cent.
const DECIMALS: u32 = 27;

/// Where the fraction of a double begins to be its exponent.
const FRACTION_BITS: u32 = 52;

impl Percentage {
    /// The percentage that this double stands for; none unless it is more than 0 and at most 100.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        (0.0 < value && value <= 100.0).then_some(Self(value.to_bits()))
    }

    /// The double that it was made from.
    #[must_use]
    pub const fn to_f64(self) -> f64 {
        f64::from_bits(self.0)
    }

    /// The shortest decimal that stands for the double, and of those the nearest to it.
    ///
    /// Decimals are tried from the fewest, in exact arithmetic: with `d` decimals the double is `scaled / 2^shift` units of
    /// `10^-d`, and what lies within `5^d / 2` of `scaled`, half the way to the next double, stands for it.
    fn decimal(self) -> Decimal {
        let fraction = self.0 & ((1 << FRACTION_BITS) - 1);
        let (mantissa, mut shift) = match u32::try_from(self.0 >> FRACTION_BITS).unwrap_or_default() {
            0 => (fraction, 1074),
            exponent => (fraction | (1 << FRACTION_BITS), 1075_u32.saturating_sub(exponent)),
        };
        // Below a power of two the next double is half as far away.
        let to_floor = if fraction == 0 { 4 } else { 2 };
        let mut scaled = u128::from(mantissa);
        let mut spacing = 1_u128;
        let mut decimals = 0;
        loop {
            let digits = scaled.checked_shr(shift).unwrap_or_default();
            // Up to 2^116 is scaled: no double that small has a decimal this short.
            if shift <= 116 {
                let above = scaled - (digits << shift);
                let below = (1 << shift) - above;
                // What is doubled is even, and the spacing, a power of five, is odd: they are never equal.
                let floor = above * to_floor < spacing;
                let ceiling = below * 2 < spacing;
                // Of two equally near, the even one.
                let is_ceiling_nearer = below < above || (below == above && !digits.is_multiple_of(2));
                if ceiling && (!floor || is_ceiling_nearer) {
                    return Decimal { digits: digits + 1, decimals, exact: true };
                }
                if floor {
                    return Decimal { digits, decimals, exact: true };
                }
            }
            if decimals == DECIMALS {
                return Decimal { digits, decimals, exact: false };
            }
            // Times ten is times five, and one place of the binary point.
            scaled *= 5;
            spacing *= 5;
            shift -= 1;
            decimals += 1;
        }
    }
}

impl Percentage {
    /// How much rounding may have added, in hundredths of a per cent: half a unit of the last decimal that was given, and at least
    /// one hundredth. 67 may be 66.5, and 66.7 may be 66.65.
    #[must_use]
    pub fn rounding(self) -> u32 {
        match self.decimal().decimals {
            0 => 50,
            1 => 5,
            _ => 1,
        }
    }
}

/// `digits / 10^decimals`, or, where not exact, a little more than that.
struct Decimal {
    digits: u128,
    decimals: u32,
    exact: bool,
}

/// The exact sum of percentages, in units of 10^-27; of what is smaller is known only that there is something.
///
/// That is nobody's share: a percentage below 10^-10 with more decimals than 27.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    units: u128,
    and_more: bool,
}

impl Sum {
    /// Adds one.
    pub fn add(&mut self, percentage: Percentage) {
        let Decimal { digits, decimals, exact } = percentage.decimal();
        // Mostly the share is a whole number, and the compiler knows the power.
        let unit = if decimals == 0 {
            10_u128.pow(DECIMALS)
        } else {
            10_u128.pow(DECIMALS.saturating_sub(decimals))
        };
        // At most 100 % of those units: far below what there is room for.
        self.units = self.units.saturating_add(digits.wrapping_mul(unit));
        self.and_more |= !exact;
    }

    /// This sum and another one.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { units: self.units.saturating_add(other.units), and_more: self.and_more || other.and_more }
    }

    /// How the sum compares with a limit, in hundredths of a per cent: 10 000 is 100 %.
    #[must_use]
    pub fn hundredths_cmp(&self, limit: u32) -> Ordering {
        let limit = u128::from(limit) * 10_u128.pow(DECIMALS - 2);
        self.units.cmp(&limit).then(self.and_more.cmp(&false))
    }

    /// Whether what the sum leaves of 100 % is more than the threshold (or, if `inclusive`, as much).
    #[must_use]
    pub fn remainder_above(&self, threshold: u8, inclusive: bool) -> bool {
        100_u32.checked_sub(threshold.into()).is_some_and(|limit| match self.hundredths_cmp(limit * 100) {
            Ordering::Less => true,
            Ordering::Equal => inclusive,
            Ordering::Greater => false,
        })
    }
}

impl FromIterator<Percentage> for Sum {
    fn from_iter<I: IntoIterator<Item = Percentage>>(percentages: I) -> Self {
        percentages.into_iter().fold(Self::default(), |mut sum, percentage| {
            sum.add(percentage);
            sum
        })
    }
}

/// The shortest decimal, without an exponent; what has more than 27 decimals is cut off after them.
impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decimal { digits, decimals, .. } = self.decimal();
        let one = 10_u128.pow(decimals);
        write!(f, "{}", digits / one)?;
        match usize::try_from(decimals) {
            Ok(width @ 1..) => write!(f, ".{:0width$}", digits % one),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Percentage({self})")
    }
}

/// As a number, a whole one where it is.
impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.decimal() {
            Decimal { digits, decimals: 0, .. } => {
                serializer.serialize_u64(u64::try_from(digits).unwrap_or_default())
            }
            _ => serializer.serialize_f64(self.to_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_f64(f64::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("not more than 0 and at most 100"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percentage(value: f64) -> Percentage {
        Percentage::from_f64(value).unwrap()
    }

    fn sum(values: &[f64]) -> Sum {
        values.iter().copied().map(percentage).collect()
    }

    #[test]
    fn more_than_0_and_at_most_100() {
        for value in [5e-324, 1e-300, 0.01, 25.0, 99.999_999_999_999_99, 100.0] {
            assert!(Percentage::from_f64(value).is_some_and(|p| p.to_f64() == value), "{value}");
        }
        for value in
            [0.0, -0.0, -25.0, 100.000_000_000_000_01, 101.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]
        {
            assert_eq!(Percentage::from_f64(value), None, "{value}");
        }
        assert!(percentage(5e-324) < percentage(24.9) && percentage(24.9) < percentage(25.0));
    }

    #[test]
    fn the_shortest_decimal() {
        for value in [
            100.0,
            25.0,
            10.0,
            1.0,
            0.5,
            25.1,
            39.2,
            35.7,
            0.1,
            0.3,
            33.33,
            1e-3,
            100.0 / 3.0,
            200.0 / 3.0,
            0.1 + 0.2,
            25.000_000_000_000_004,
            99.999_999_999_999_99,
            1.0 / 3.0,
            1e-9,
            1.234_567_890_123_456_7e-10,
            // Two decimals as short stand for these, and the lower one is nearer.
            2.835_719_304_724_108_7,
            55.645_875_810_920_685,
        ] {
            assert_eq!(percentage(value).to_string(), format!("{value}"));
        }
        // Powers of two, where the next double below is nearer than the one above.
        for exponent in -33..=6 {
            for value in
                [2.0_f64.powi(exponent), 2.0_f64.powi(exponent).next_up(), 2.0_f64.powi(exponent).next_down()]
            {
                assert_eq!(percentage(value).to_string().parse(), Ok(value));
                assert_eq!(percentage(value).to_string().len(), format!("{value}").len());
            }
        }
        // Two are equally near: ...312 and ...313.
        assert_eq!(percentage(2.0_f64.powi(-25)).to_string(), "0.000000029802322387695312");
    }

    #[test]
    fn debug_shows_the_decimal() {
        assert_eq!(format!("{:?}", percentage(25.1)), "Percentage(25.1)");
    }

    #[test]
    fn what_is_too_small_is_cut_off() {
        assert_eq!(percentage(1.0 / 3e15).to_string(), "0.000000000000000333333333333");
        assert_eq!(percentage(1e-27).to_string(), "0.000000000000000000000000001");
        for tiny in [1e-28, f64::MIN_POSITIVE, 5e-324] {
            assert_eq!(percentage(tiny).to_string(), "0.000000000000000000000000000");
            assert_eq!(sum(&[tiny]).hundredths_cmp(0), Ordering::Greater);
            assert_eq!(sum(&[100.0, tiny]).hundredths_cmp(10_000), Ordering::Greater);
            assert_eq!(sum(&[99.0, tiny]).hundredths_cmp(10_000), Ordering::Less);
        }
    }

    #[test]
    fn sums_are_exact() {
        assert_eq!(sum(&[25.1, 39.2, 35.7]).hundredths_cmp(10_000), Ordering::Equal);
        assert_eq!(sum(&[0.1; 100]).hundredths_cmp(1_000), Ordering::Equal);
        assert_eq!(sum(&[33.33, 33.33, 33.34]).hundredths_cmp(10_000), Ordering::Equal);
        assert_eq!(sum(&[33.34, 33.34, 33.34]).hundredths_cmp(10_003), Ordering::Less);
        assert_eq!(sum(&[33.34, 33.34, 33.35]).hundredths_cmp(10_003), Ordering::Equal);
        assert_eq!(sum(&[33.34, 33.34, 33.350_000_000_000_01]).hundredths_cmp(10_003), Ordering::Greater);
        assert_eq!(sum(&[]).hundredths_cmp(0), Ordering::Equal);
        assert_eq!(sum(&[100.0; 10_000]).hundredths_cmp(10_000 * 10_000), Ordering::Equal);
    }

    #[test]
    fn how_much_rounding_adds() {
        for (value, hundredths) in
            [(67.0, 50), (100.0, 50), (66.7, 5), (0.1, 5), (66.67, 1), (33.333, 1), (100.0 / 3.0, 1)]
        {
            assert_eq!(percentage(value).rounding(), hundredths, "{value}");
        }
        assert_eq!(sum(&[50.0]).plus(sum(&[50.0, 0.01])).hundredths_cmp(10_001), Ordering::Equal);
        assert_eq!(sum(&[100.0]).plus(sum(&[1e-300])).hundredths_cmp(10_000), Ordering::Greater);
    }

    #[test]
    fn what_is_left() {
        assert!(sum(&[74.99]).remainder_above(25, false));
        assert!(!sum(&[75.0]).remainder_above(25, false));
        assert!(sum(&[75.0]).remainder_above(25, true));
        assert!(!sum(&[75.0, 1e-300]).remainder_above(25, true));
        assert!(!sum(&[100.0, 100.0]).remainder_above(0, true));
        assert!(!sum(&[]).remainder_above(101, true));
    }

    #[test]
    fn serde_reads_and_writes_numbers() {
        assert_eq!(serde_json::to_string(&[percentage(25.0), percentage(25.1)]).unwrap(), "[25,25.1]");
        assert_eq!(serde_json::from_str::<Percentage>("25").unwrap(), percentage(25.0));
        assert_eq!(serde_json::from_str::<Percentage>("25.10").unwrap(), percentage(25.1));
        for text in ["0", "-1", "100.5", "\"25\"", "null"] {
            assert!(serde_json::from_str::<Percentage>(text).is_err(), "{text}");
        }
    }
}
