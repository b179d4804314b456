//! URL: where a shop's terms can be read by anybody.
//!
//! What a browser takes for a web address: the URL standard's grammar for `http` and `https` is followed closely enough
//! for its host and port, and the rest is the site's own affair. Unlike a browser, nothing is repaired that shows a slip:
//! outer white space, a line end in the middle, an empty label in the host's name, a comma for one of its dots, a second scheme.
//!
//! Source: <https://url.spec.whatwg.org/>; reserved names: <https://www.rfc-editor.org/rfc/rfc6761> (`.local` is of RFC
//! 6762, `.internal` ICANN's).
//!
//! ```
//! use merchant_signup_core::formats::{Fault, url::{UrlFacts, check}};
//!
//! assert_eq!(
//!     check("https://example.no/vilkår"),
//!     Ok(UrlFacts { insecure: false, not_public: false, several: false }),
//! );
//! assert_eq!(check("example.no/vilkår"), Err(Fault::Format));
//! let facts = check("http://localhost:3000")?;
//! assert!(facts.insecure && facts.not_public);
//! # Ok::<(), Fault>(())
//! ```

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Fault;
use crate::text;

/// What is worth a warning in a URL that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UrlFacts {
    /// It is `http`: what the shop's customers read may be changed on the way.
    pub insecure: bool,
    /// Nobody else gets there: localhost, a single label, a private, loopback, link-local or unspecified address, or one of
    /// the top-level domains that are reserved (`.local .test .invalid .localhost .internal`).
    pub not_public: bool,
    /// A second address stands behind the first one, which alone was judged.
    pub several: bool,
}

/// Top-level domains that the public's name servers will never know.
const RESERVED: [&[u8]; 5] = [b"local", b"test", b"invalid", b"localhost", b"internal"];

/// Checks an absolute URL.
///
/// As in a browser: the scheme's letter case does not matter, backslashes are slashes, their number after the scheme is
/// free, the host may be percent-encoded, its numbers may be octal or hexadecimal, and white space may stand after it. Of several
/// addresses (another `http://` or `https://` behind white space, a comma or a semicolon) the first is checked.
///
/// # Errors
///
/// In this order: [`Fault::Format`] for no absolute URL with a host, [`Fault::Scheme`] for another one than `http` and
/// `https`, [`Fault::Credentials`] for a user or a password.
pub fn check(text: &str) -> Result<UrlFacts, Fault> {
    if cfg!(feature = "short-ways")
        && let Some(facts) = check_plain(text)
    {
        return Ok(facts);
    }
    check_any(text)
}

fn check_any(text: &str) -> Result<UrlFacts, Fault> {
    match before_second(text) {
        Some(first) => check_one(first).map(|facts| UrlFacts { several: true, ..facts }),
        None => check_one(text),
    }
}

/// Fast path: the address of a page on a named host, written as most are. None where it is not, which says nothing yet.
fn check_plain(text: &str) -> Option<UrlFacts> {
    let rest = text.strip_prefix("https://")?;
    let host = rest.bytes().position(|byte| !is_normal_byte(byte)).unwrap_or(rest.len());
    let (host, behind) = rest.split_at_checked(host)?;
    let is_plain = |byte: u8| byte.is_ascii_graphic() & (byte != b',') & (byte != b';');
    let is_path = matches!(behind.as_bytes(), [] | [b'/', ..]);
    if !is_path
        || host.len() > LONGEST_NAME
        || !behind.bytes().fold(true, |so_far, byte| so_far & is_plain(byte))
    {
        return None;
    }
    let host = Host::of_name(host.as_bytes())?;
    Some(UrlFacts { insecure: false, not_public: !host.is_public(), several: false })
}

/// What stands before a second address.
fn before_second(text: &str) -> Option<&str> {
    // Fast path: an address alone has nothing that could set another one apart.
    let may_set_apart = |byte: u8| !byte.is_ascii_graphic() | (byte == b',') | (byte == b';');
    if !text.bytes().fold(false, |so_far, byte| so_far | may_set_apart(byte)) {
        return None;
    }
    let sets_apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    text.char_indices().filter(|&(_, c)| sets_apart(c)).find_map(|(at, c)| {
        let (first, second) = (text.get(..at)?, text.get(at + c.len_utf8()..)?);
        let is_second = begins_with(second, "http://") || begins_with(second, "https://");
        (is_second && !text::is_blank(first)).then(|| first.trim_end_matches(sets_apart))
    })
}

/// Whether a text begins with another one, ASCII letter case aside.
fn begins_with(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

fn check_one(text: &str) -> Result<UrlFacts, Fault> {
    if text::trim(text).len() != text.len() || has_control(text) {
        return Err(Fault::Format);
    }
    let (scheme, rest) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)).ok_or(Fault::Format)?;
    let insecure = scheme.eq_ignore_ascii_case("http");
    if !insecure && !scheme.eq_ignore_ascii_case("https") {
        let host = rest.strip_prefix("//").map(|rest| authority(rest, false).1);
        let host = host.and_then(host_before_port);
        return Err(if host.is_none_or(str::is_empty) { Fault::Format } else { Fault::Scheme });
    }
    let rest = rest.trim_start_matches(['/', '\\']);
    let (user, host_and_port) = authority(rest, true);
    let host = host_before_port(host_and_port).and_then(Host::parse).ok_or(Fault::Format)?;
    if !matches!(user, "" | ":") {
        return Err(Fault::Credentials);
    }
    Ok(UrlFacts { insecure, not_public: !host.is_public(), several: false })
}

fn has_control(text: &str) -> bool {
    !text::is_printable_ascii(text) && text.chars().any(char::is_control)
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// What stands before the last `@` of the authority, and what after it.
fn authority(rest: &str, ends_at_backslash: bool) -> (&str, &str) {
    let is_end = |byte| matches!(byte, b'/' | b'?' | b'#') || (byte == b'\\' && ends_at_backslash);
    let end = rest.bytes().position(is_end).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    authority.rsplit_once('@').unwrap_or(("", authority))
}

/// Takes off a port, which may be empty; none where it is none.
fn host_before_port(text: &str) -> Option<&str> {
    let length =
        if text.starts_with('[') { text.find(']')? + 1 } else { text.find(':').unwrap_or(text.len()) };
    let (host, port) = text.split_at_checked(length)?;
    let Some(port) = port.strip_prefix(':') else {
        return port.is_empty().then_some(host);
    };
    let is_port = port.bytes().try_fold(0_u32, |port, byte| {
        Some(port * 10 + u32::from(super::digit(byte)?)).filter(|&port| port <= u16::MAX.into())
    });
    is_port.map(|_| host)
}

enum Host {
    Name { is_public: bool },
    Address(IpAddr),
}

impl Host {
    fn parse(text: &str) -> Option<Self> {
        if let Some(address) = text.strip_prefix('[') {
            return ipv6(address.strip_suffix(']')?).map(|address| Self::Address(address.into()));
        }
        let mut buffer = [0; LONGEST_NAME];
        Self::of_name(if is_normal(text) { text.as_bytes() } else { normalized(text, &mut buffer)? })
    }

    /// A host by its name as [`normalized`] has it.
    fn of_name(name: &[u8]) -> Option<Self> {
        let name = name.strip_suffix(b".").unwrap_or(name);
        let mut labels = name.rsplit(|&byte| byte == b'.');
        let top = labels.next()?;
        if top.is_empty() || labels.clone().any(<[u8]>::is_empty) {
            return None;
        }
        if is_number(top) {
            return ipv4(name).map(|address| Self::Address(address.into()));
        }
        // The scheme twice: `https://https://example.no`.
        if matches!(name, b"http" | b"https") {
            return None;
        }
        let is_single_label = labels.next().is_none();
        Some(Self::Name { is_public: !is_single_label && !RESERVED.contains(&top) })
    }

    fn is_public(&self) -> bool {
        match self {
            Self::Name { is_public } => *is_public,
            Self::Address(IpAddr::V4(address)) => is_public_v4(*address),
            Self::Address(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(mapped) => is_public_v4(mapped),
                None => {
                    !(address.is_loopback()
                        || address.is_unspecified()
                        || address.is_unique_local()
                        || address.is_unicast_link_local())
                }
            },
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    // All of 0.0.0.0/8 is "this network".
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.octets().starts_with(&[0]))
}

/// Whether a label makes the host an address instead of a name, as the last one; also where the number is too large for one.
fn is_number(label: &[u8]) -> bool {
    match label {
        [b'0', b'x', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        digits => digits.iter().all(u8::is_ascii_digit),
    }
}

/// One to four numbers, of which the last fills what the others leave of four bytes.
fn ipv4(name: &[u8]) -> Option<Ipv4Addr> {
    let mut bits = 0_u32;
    let mut free = u32::BITS;
    let mut labels = name.split(|&byte| byte == b'.').peekable();
    while let Some(label) = labels.next() {
        // A fifth number has no room left, not even for a zero.
        if free == 0 {
            return None;
        }
        let is_last = labels.peek().is_none();
        let width = if is_last { free } else { 8 };
        free = free.checked_sub(if is_last { 0 } else { 8 })?;
        let value = number(label).filter(|&value| u64::from(value) < 1 << width)?;
        bits |= if is_last { value } else { value << free };
    }
    Some(bits.into())
}

/// A number of an address: decimal, octal after `0`, hexadecimal after `0x`.
fn number(label: &[u8]) -> Option<u32> {
    let (digits, radix) = match label {
        [b'0', b'x', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] => (digits, 8),
        digits => (digits, 10),
    };
    value(digits, radix)
}

fn value(digits: &[u8], radix: u32) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, &byte| {
        value.checked_mul(radix)?.checked_add(char::from(byte).to_digit(radix)?)
    })
}

/// Eight groups of four hexadecimal digits, one row of zeros as `::`, the last two groups also as four decimal numbers.
///
/// The standard library parses these too, but its parser makes the browser build 218 bytes larger after compression.
fn ipv6(text: &str) -> Option<Ipv6Addr> {
    let (mut bits, mut groups) = (0_u128, 0);
    let mut before_gap = None;
    let mut rest = text.as_bytes();
    if let [b':', b':', after @ ..] = rest {
        (before_gap, rest) = (Some(0), after);
    }
    while !rest.is_empty() {
        let length = rest.iter().position(|&byte| byte == b':').unwrap_or(rest.len());
        let (group, after) = rest.split_at_checked(length)?;
        let (value, width) = match group.contains(&b'.') {
            true if after.is_empty() => (four_decimals(group)?, 2),
            _ => (hexadecimal(group).filter(|_| group.len() <= 4)?, 1),
        };
        groups += width;
        bits = bits << (16 * width) | u128::from(value);
        let missing = 8_u32.checked_sub(groups)?;
        rest = match after {
            [b':', b':', after @ ..] if before_gap.is_none() => {
                before_gap = Some(bits << (16 * missing));
                bits = 0;
                after
            }
            [b':', after @ ..] if !after.is_empty() => after,
            [] => after,
            _ => return None,
        };
    }
    match before_gap {
        Some(before) => (groups < 8).then_some((before | bits).into()),
        None => (groups == 8).then_some(bits.into()),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.first()?;
    value(digits, 16)
}

fn four_decimals(text: &[u8]) -> Option<u32> {
    let is_decimal = |part: &[u8]| matches!(part, [b'0'..=b'9'] | [b'1'..=b'9', ..]);
    let parts = text.split(|&byte| byte == b'.');
    (parts.clone().count() == 4 && parts.clone().all(is_decimal)).then_some(())?;
    ipv4(text).map(u32::from)
}

/// The most bytes of a host's name: DNS has 253, and letters beyond ASCII take more here than there.
const LONGEST_NAME: usize = 512;

/// Whether a name is as [`normalized`] would have it: mostly it is.
fn is_normal(text: &str) -> bool {
    text.len() <= LONGEST_NAME && text.bytes().all(is_normal_byte)
}

const fn is_normal_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_')
}

/// The name in lower case, percent-encoding undone, full stops of other scripts as dots and without what cannot be seen; a
/// letter beyond ASCII is one byte that is none of ASCII. None where it is too long or a character may not stand in it.
fn normalized<'a>(text: &str, buffer: &'a mut [u8; LONGEST_NAME]) -> Option<&'a [u8]> {
    let mut decoded = [0; LONGEST_NAME];
    let mut length = 0;
    for c in str::from_utf8(percent_decoded(text, &mut decoded)?).ok()?.chars() {
        let c = match c {
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => continue,
            // Variation selectors of ideographs.
            '\u{E0100}'..='\u{E01EF}' => continue,
            '\u{3002}' | '\u{FF61}' => '.',
            // Full-width forms of ASCII.
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
            _ => c,
        };
        if is_forbidden(c) {
            return None;
        }
        *buffer.get_mut(length)? = u8::try_from(c).unwrap_or(u8::MAX).to_ascii_lowercase();
        length += 1;
    }
    buffer.get(..length)
}

fn percent_decoded<'a>(text: &str, buffer: &'a mut [u8; LONGEST_NAME]) -> Option<&'a [u8]> {
    let mut rest = text.as_bytes();
    let mut length = 0;
    while let [first, after @ ..] = rest {
        let (byte, after) = match rest {
            [b'%', high, low, after @ ..] => (u8::try_from(value(&[*high, *low], 16)?).ok()?, after),
            _ => (*first, after),
        };
        *buffer.get_mut(length)? = byte;
        length += 1;
        rest = after;
    }
    buffer.get(..length)
}

/// What no name of a host has: any character of ASCII but letters, digits, dot, hyphen and underscore (the standard has more: a comma
/// is a slip), and those beyond ASCII that its IDNA tables have no name for, by and large.
fn is_forbidden(c: char) -> bool {
    if c.is_ascii() {
        return !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
                | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF9}'..='\u{FFFF}'
                | '\u{E0000}'..
        )
}

/// Where the host ends: what stands behind it is the site's own affair.
pub(crate) fn host_end(text: &str) -> usize {
    let rest = text.split_once(':').map_or(text, |(_, rest)| rest).trim_start_matches(['/', '\\']);
    text.len() - rest.len() + rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: UrlFacts = UrlFacts { insecure: false, not_public: false, several: false };

    fn is_public(host: &str) -> Option<bool> {
        check(&format!("https://{host}/")).ok().map(|facts| !facts.not_public)
    }

    #[test]
    fn the_short_way_says_the_same() {
        let long = "a".repeat(LONGEST_NAME + 1);
        let hosts = [
            "example.no",
            "a.b",
            "localhost",
            "127.0.0.1",
            "0x7f.1",
            "1.2.3.4.5",
            "256.256.256.256",
            "http",
            "https",
            "",
            "-a-.no",
            "a..b",
            "a.",
            "..",
            ".a",
            "a_b.no",
            "EXAMPLE.no",
            "blåbær.no",
            "shop.local",
            "x.test",
            &*long,
        ];
        let behind = [
            "",
            "/",
            "/a",
            "/a,b",
            "/a;b",
            "/ a",
            "/\u{7f}",
            "/å",
            "?q",
            "#f",
            ":8080",
            ":99999",
            "@b",
            "\\a",
            "/https://b",
            " ",
        ];
        let mut count = 0;
        for scheme in ["https://", "HTTPS://", "http://", "https:///", "https:/", " https://"] {
            for (host, behind) in
                hosts.iter().flat_map(|host| behind.iter().map(move |behind| (host, behind)))
            {
                let text = [scheme, host, behind].concat();
                if let Some(facts) = check_plain(&text) {
                    assert_eq!(Ok(facts), check_any(&text), "{text:?}");
                    count += 1;
                }
            }
        }
        assert!(count > 30, "{count} went the short way");
    }

    #[test]
    fn addresses_of_the_web() {
        for text in [
            "https://example.no",
            "HTTPS://EXAMPLE.NO/",
            "https://example.no/vilkår og betingelser?a=b#c",
            "https://example.no:8443/x",
            "https://example.no:/",
            "https://blåbær.no",
            "https://xn--blbr-roah.no",
            "https://my_shop.example.no",
            "https://example.no.",
            "https://example.no?a",
            "https://example.no#a@b",
            "https://example.no/a@b",
            "https:example.no",
            "https:\\\\example.no\\x",
            "https:////example.no",
            "https://ex%61mple.no",
            "https://bl%C3%A5.no",
            "https://例え。テスト",
            "https://葛\u{E0100}.example.no",
            "https://❤.ws",
            "https://@example.no",
            "https://:@example.no",
            "https://[2001:4860:4860::8888]:443/",
            "https://8.8.8.8",
            "https://example.no/%zz",
            "https://ｅxample.no",
        ] {
            assert_eq!(check(text), Ok(FINE), "{text:?}");
        }
        assert_eq!(check("hTTp://example.no"), Ok(UrlFacts { insecure: true, ..FINE }));
    }

    #[test]
    fn of_several_addresses_the_first_is_judged() {
        let several = UrlFacts { several: true, ..FINE };
        for text in [
            "https://example.no/terms, https://example.no/privacy",
            "https://example.no/terms;HTTP://example.no/privacy",
            "https://example.no\nhttps://example.com",
            "https://example.no , ; https://localhost https://example.com",
        ] {
            assert_eq!(check(text), Ok(several), "{text:?}");
        }
        assert_eq!(check("http://localhost https://example.no").map(|facts| facts.insecure), Ok(true));
        for text in [
            "example.no, https://example.com",
            "https://example,no, https://example.com",
            " https://example.no",
        ] {
            assert_eq!(check(text), Err(Fault::Format), "{text:?}");
        }
        for text in [
            "https://example.no/?a=https://example.com",
            "https://https.example.no",
            "https://example.no/a,b",
        ] {
            assert_eq!(check(text), Ok(FINE), "{text:?}");
        }
    }

    #[test]
    fn where_the_host_ends() {
        for (text, host) in [
            ("https://example.no/a", "https://example.no"),
            ("https://example.no?a/b", "https://example.no"),
            ("https:example.no#a", "https:example.no"),
            ("example.no/a", "example.no"),
            ("https://", "https://"),
            ("", ""),
        ] {
            assert_eq!(&text[..host_end(text)], host);
        }
    }

    #[test]
    fn no_absolute_url_with_a_host() {
        for text in [
            "",
            "example.no",
            "www.example.no/terms",
            "//example.no",
            "/terms",
            "https",
            "https:",
            "https://",
            "https:///",
            "https://?a",
            "https://:80",
            "https://user@",
            "://example.no",
            "1http://example.no",
            " https://example.no",
            "https://example.no ",
            "https://example.no\n",
            "https://example.no/terms ",
            "https://example.no/terms\n",
            "https://example.no/te\nrms",
            "https://example.no/terms?\t",
            "https://exa\nmple.no",
            "https://exa mple.no",
            "https://exa\u{A0}mple.no",
            "https://exa<mple.no",
            "https://exa%20mple.no",
            "https://exa%mple.no",
            "https://exa%25mple.no",
            "https://https://www.example.com/terms",
            "https://http://example.no",
            "https://HTTPS//example.no",
            "https://shop.example,com/terms",
            "https://shop.example%2Ccom",
            "https://shop.example，com",
            "https://exa'mple.no",
            "https://(example).no",
            "https://example.no:65536",
            "https://example.no:80a",
            "https://example.no:-1",
            "https://a:b:80",
            "https://a..no",
            "https://.no",
            "https://.",
            "https://example.no..",
            "https://[::1",
            "https://[::1]a",
            "https://[]",
            "https://[::g]",
            "https://[1:2:3:4:5:6:7]",
            "https://[1:2:3:4:5:6:7:8:9]",
            "https://[1:2:3:4:5:6:7:8:]",
            "https://[::1:2:3:4:5:6:7:8]",
            "https://[1::2::3]",
            "https://[:1::2]",
            "https://[1:]",
            "https://[::12345]",
            "https://[::1.2.3]",
            "https://[::1.2.3.04]",
            "https://[::1.2.3.0x4]",
            "https://[::1.2.3.4:5]",
            "https://[:]",
            "https://[:::]",
            "https://[fe80::1%25eth0]",
            "https://::1",
            "https://1.2.3.4.5",
            "https://1.2.3.4.0",
            "https://256.1.1.1",
            "https://1.2.3.08",
            "https://1.2.3.99999999999",
            "https://example.0x1ffffffff",
            "https://0xa965e2fda",
            "https://a.1",
            "https://\u{FFFD}.no",
            "https://%FF.no",
            "localhost:3000",
            "mailto:kari@example.no",
            "javascript:alert(1)",
            "ftp:example.no",
            "ftp://",
            "file:///etc/hosts",
            "data:text/plain,x",
            "ftp://u@:/",
        ] {
            assert_eq!(check(text), Err(Fault::Format), "{text:?}");
        }
        assert_eq!(check(&format!("https://{}.no", "a".repeat(600))), Err(Fault::Format));
    }

    #[test]
    fn other_schemes() {
        for text in [
            "ftp://example.no",
            "ws://example.no",
            "file://host/x",
            "shop+x://example.no/terms",
            "httpss://example.no",
        ] {
            assert_eq!(check(text), Err(Fault::Scheme), "{text:?}");
        }
    }

    #[test]
    fn credentials() {
        for text in [
            "https://user@example.no",
            "https://user:secret@example.no",
            "https://:secret@example.no",
            "https://a@b@example.no",
        ] {
            assert_eq!(check(text), Err(Fault::Credentials), "{text:?}");
        }
        assert_eq!(check("https://user@exa mple.no"), Err(Fault::Format), "the host comes first");
        assert_eq!(check("ftp://user@example.no"), Err(Fault::Scheme), "the scheme comes before");
    }

    #[test]
    fn hosts_that_nobody_else_reaches() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "shop",
            "no",
            "%6cocalhost",
            "shop.lo\u{AD}cal",
            "shop.lo\u{E0100}cal",
            "shop.ｌｏｃａｌ",
            "１２７.0.0.1",
            "127\u{3002}1",
            "shop.localhost",
            "printer.local",
            "a.TEST",
            "a.invalid",
            "a.internal.",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.168.1.1.",
            "169.254.169.254",
            "0.0.0.0",
            "0",
            "[::1]",
            "[::]",
            "[fc00::1]",
            "[fd12::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
        ] {
            assert_eq!(is_public(host), Some(false), "{host}");
        }
        for host in [
            "localhost.no",
            "local.no",
            "test.example.no",
            "8.8.8.8",
            "172.32.0.1",
            "192.169.0.1",
            "1.1",
            "[2606:4700::1111]",
            "[2606::1]",
            "[::ffff:8.8.8.8]",
            "例え。テスト",
            "internal.example.com",
        ] {
            assert_eq!(is_public(host), Some(true), "{host}");
        }
    }
}
