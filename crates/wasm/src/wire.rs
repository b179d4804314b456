//! The numbers that stand for something in what the page and the WASM write to each other.
//!
//! `cargo xtask types` writes the page's half, `web/package/src/wire.ts`, from this file.

/// Defines an enum whose members are written as the numbers given, and lists them.
macro_rules! numbers {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $member:ident = $number:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$of])* $member = $number,)*
        }

        impl $name {
            /// Every member's name, and the number that is written for it.
            pub const ALL: &'static [(&'static str, u8)] = &[$((stringify!($member), $number)),*];

            /// The member that a number stands for, where there is one.
            #[must_use]
            pub const fn of(number: u8) -> Option<Self> {
                match number {
                    $($number => Some(Self::$member),)*
                    _ => None,
                }
            }
        }
    };
}

numbers! {
    /// What comes next in a packed value; `read.rs` says what follows each.
    Tag {
        /// `null`.
        Null = 0,
        /// `false`.
        False = 1,
        /// `true`.
        True = 2,
        /// A number.
        Number = 3,
        /// A text.
        Text = 4,
        /// A list.
        List = 5,
        /// An object.
        Object = 6,
        /// A value that JSON has no word for.
        Other = 7,
        /// In a key's place: a key that the payload does not have.
        Unknown = 254,
        /// The end of a list or an object.
        End = 255,
    }
}

numbers! {
    /// The JSON type of a field.
    Shape {
        /// An object with fields of its own.
        Object = 0,
        /// A list of such objects.
        Objects = 1,
        /// A list of texts.
        Texts = 2,
        /// A text.
        Text = 3,
        /// A number.
        Number = 4,
        /// `true` or `false`.
        Boolean = 5,
    }
}

numbers! {
    /// The type of an issue's parameter.
    ParamTag {
        /// A number of four bytes.
        Number = 0,
        /// A text.
        Text = 1,
        /// A count in one byte, and as many texts.
        Texts = 2,
        /// A count in one byte, and as many numbers of one byte.
        Numbers = 3,
    }
}

numbers! {
    /// What the answer to a draft's change begins with.
    Changed {
        /// The status, a count, and as many sections, each with its issues.
        Sections = 0,
        /// A whole report.
        Report = 1,
    }
}

/// Added to a reason that is a notice here, though elsewhere it is an error.
pub const NOTICE: u8 = 0x80;
